using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>The <c>If-Match</c> of a write: which state the client changed.</summary>
internal sealed class IfMatch : IFaulty, IEndpointParameterMetadataProvider
{
    private string? _list;

    /// <inheritdoc/>
    public IResult? Problem => string.IsNullOrWhiteSpace(_list) ? new PreconditionRequiredProblem() : null;

    /// <summary>Called by the framework.</summary>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new IfMatch { _list = context.Request.Headers.IfMatch.ToString() });

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status428PreconditionRequired));

    /// <summary>
    /// Whether the client knows this state of the resource itself; see <see cref="EntityTags.Join"/>. A tag that a
    /// proxy weakened or that names another coding is taken too: it can only have come from us.
    /// </summary>
    public bool NamesOwn(string own) => EntityTags.NamesOwn(_list, own);
}
