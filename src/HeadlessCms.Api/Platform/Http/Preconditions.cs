namespace HeadlessCms.Platform.Http;

/// <summary>The <c>If-Match</c> of a write: which state the client changed.</summary>
internal sealed class IfMatch : IFaulty
{
    private string? _list;

    /// <inheritdoc/>
    public IResult? Problem => string.IsNullOrWhiteSpace(_list) ? new PreconditionRequiredProblem() : null;

    /// <summary>Called by the framework.</summary>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        new(new IfMatch { _list = context.Request.Headers.IfMatch.ToString() });

    /// <summary>
    /// Whether the client knows this state of the resource (its own part of <see cref="EntityTags.OfState"/>). A tag
    /// that a proxy weakened or that names another coding is taken too: it can only have come from us.
    /// </summary>
    public bool Names(string own) => EntityTags.NamesState(_list, own);
}
