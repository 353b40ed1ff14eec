using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>One kind of fault: its status, its address under <c>/problems/</c> and its title never change.</summary>
internal interface IProblemKind
{
    /// <summary>The HTTP status.</summary>
    static abstract int Status { get; }

    /// <summary>The last part of <c>/problems/{type}</c>.</summary>
    static abstract string Slug { get; }

    /// <summary>The same words every time (RFC 9457 section 3.1.3).</summary>
    static abstract string Title { get; }

    /// <summary>What the page under <c>/problems/</c> explains.</summary>
    static abstract string Meaning { get; }

    /// <summary>What to say when a layer around the handlers answers it and knows no more.</summary>
    static virtual string Detail => "See the kind's page.";
}

/// <summary>
/// A fault the client can act on, answered as an RFC 9457 problem document. Naming the kind in a handler's return
/// type puts it into the OpenAPI document as well, so the two cannot disagree.
/// </summary>
internal abstract class Problem<TKind>(string detail) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
    where TKind : IProblemKind
{
    /// <summary>The HTTP status.</summary>
    public int? StatusCode => TKind.Status;

    /// <summary>Members beyond the standard ones.</summary>
    protected Dictionary<string, object?> Extensions { get; } = [];

    /// <summary>Each single fault, if the kind lists them.</summary>
    internal virtual IReadOnlyList<Fault> Faults => [];

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Faults.Count > 0)
        {
            Extensions["errors"] = Faults;
        }
        WriteHeaders(httpContext.Response);
        return ProblemWriter.WriteAsync(httpContext, ProblemKind.Of<TKind>(), detail, Extensions);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProblemResponse(TKind.Status));

    /// <summary>What the kind says in headers.</summary>
    protected virtual void WriteHeaders(HttpResponse response)
    {
    }
}

/// <summary>Says in an endpoint's metadata that it can answer a problem of this status.</summary>
internal sealed record ProblemResponse(int StatusCode) : IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => typeof(ProblemDocument);

    /// <inheritdoc/>
    int IProducesResponseTypeMetadata.StatusCode => StatusCode;

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes => [ProblemWriter.MediaType];
}

/// <summary>How a route says which problems it answers where its handler's return type does not.</summary>
internal static class ProblemRoutes
{
    /// <summary>Names them by status.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder route, params int[] statuses) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata([.. statuses.Select(status => new ProblemResponse(status))]);
}
