using System.Reflection;
using HeadlessCms.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>The <c>If-Match</c> of a write: which state the client changed.</summary>
internal sealed class IfMatch : IFaulty, IEndpointParameterMetadataProvider
{
    private string? _list;

    /// <inheritdoc/>
    public IResult? Problem => string.IsNullOrWhiteSpace(_list) ? new PreconditionRequiredProblem() : null;

    /// <summary>For writes that need none: whatever is there.</summary>
    public static IfMatch Anything { get; } = new() { _list = "*" };

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

/// <summary>The <c>If-Match</c> of a write that overwrites nothing and so needs none: compared when it is sent.</summary>
internal sealed class OptionalIfMatch : IEndpointParameterMetadataProvider
{
    /// <summary>What was sent; without it whatever is there.</summary>
    public IfMatch Value { get; private init; } = IfMatch.Anything;

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<OptionalIfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        context.Request.Headers.IfMatch.Count == 0
            ? new OptionalIfMatch()
            : new OptionalIfMatch { Value = (await IfMatch.BindAsync(context, parameter))! };

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status412PreconditionFailed));
        builder.Metadata.Add(OperationParameters.IfMatch with { Required = false });
    }
}
