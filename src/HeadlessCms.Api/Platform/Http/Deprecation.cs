using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>That an operation is going to be taken away; put on the route by <see cref="DeprecationRoutes.WithDeprecation"/>.</summary>
/// <param name="Since">From when on nobody should begin to use it.</param>
/// <param name="Sunset">When it may be gone.</param>
/// <param name="Explanation">The address of a page that says what to use instead.</param>
internal sealed record Deprecation(DateTimeOffset Since, DateTimeOffset Sunset, string Explanation)
{
    /// <summary>The headers that say so.</summary>
    public static readonly string[] Headers = ["Deprecation", "Sunset", "Link"];

    /// <summary>Says so: RFC 9745, RFC 8594, and where to read on. After what the handler says, and also of a refusal.</summary>
    public void Write(IHeaderDictionary headers)
    {
        headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{Since.ToUnixTimeSeconds()}");
        headers["Sunset"] = HeaderUtilities.FormatDate(Sunset);
        headers.Append(HeaderNames.Link, $"<{Explanation}>; rel=\"deprecation\"; type=\"text/html\"");
    }
}

/// <summary>How a route says that it is going to be taken away, and how its callers hear of it.</summary>
internal static class DeprecationRoutes
{
    /// <summary>Marks the operation in the contract, and each of its answers.</summary>
    public static TBuilder WithDeprecation<TBuilder>(this TBuilder route, DateTimeOffset since, DateTimeOffset sunset, string explanation)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Deprecation(since, sunset, explanation));

    /// <summary>Tells the callers of such operations, whatever they are answered.</summary>
    public static IApplicationBuilder UseDeprecation(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Deprecation>() is { } deprecation)
        {
            context.Response.OnStarting(() =>
            {
                deprecation.Write(context.Response.Headers);
                return Task.CompletedTask;
            });
        }
        return next(context);
    });
}
