using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Says in an endpoint's metadata which headers an answer of this status carries. Result types say it of themselves
/// in <c>PopulateMetadata</c>; each name stands in <see cref="OpenApi.HeaderCatalogue"/>.
/// </summary>
internal sealed record AnswerHeaders(int StatusCode, params IReadOnlyList<string> Names);

/// <summary>Says in an endpoint's metadata that an answer is bytes of whatever type they are; the framework's own takes no <c>*/*</c>.</summary>
internal sealed record AnyContent(int StatusCode) : IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => typeof(byte[]);

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes => ["*/*"];
}

/// <summary>Says in an endpoint's metadata that a body of any type may be sent along, of so many bytes.</summary>
internal sealed record AnyBody(string Description, int MaximumBytes);

/// <summary>A request header that an operation reads, said once for the contract; put on the route by <see cref="HeaderRoutes.WithHeader"/>.</summary>
internal sealed record HeaderParameter(string Name, string Description)
{
    /// <summary>Whether the operation is refused without it.</summary>
    public bool Required { get; init; }

    /// <summary>Its form, an ECMA 262 regular expression; without one, what is not understood is not looked at, as HTTP wants it.</summary>
    public string? Pattern { get; init; }

    /// <summary>Greatest length.</summary>
    public int Maximum { get; init; } = RequestLimits.MaximumBytes;

    /// <summary>What it may look like.</summary>
    public string? Example { get; init; }
}

/// <summary>How a route says which headers it reads.</summary>
internal static class HeaderRoutes
{
    /// <summary>Names headers the operation reads beyond those of every request.</summary>
    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, params HeaderParameter[] headers) =>
        route.WithMetadata([.. headers]);
}
