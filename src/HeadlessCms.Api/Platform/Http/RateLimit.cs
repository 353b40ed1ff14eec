using System.Globalization;

namespace HeadlessCms.Platform.Http;

/// <summary>Which of the limits in <see cref="RateLimitOptions"/> a request counts against.</summary>
internal enum RateLimitClass
{
    /// <summary>None: whoever watches the server must never be told that it is dead.</summary>
    None,

    /// <summary>The views that are sent.</summary>
    ViewCounts,
}

/// <summary>What a route's calls count against; put there by <see cref="RateLimitRoutes.WithRateLimit"/>.</summary>
internal sealed record RateLimitMetadata(RateLimitClass Class);

/// <summary>How a route says that it is not what its method says: without this, GET and HEAD are public reads.</summary>
internal static class RateLimitRoutes
{
    /// <summary>Counts the route's calls without a key against this limit.</summary>
    public static TBuilder WithRateLimit<TBuilder>(this TBuilder builder, RateLimitClass limit) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new RateLimitMetadata(limit)));
        return builder;
    }
}

/// <summary>So many requests in so many seconds.</summary>
/// <param name="Name">Names the policy in the headers.</param>
/// <param name="Requests">The quota.</param>
/// <param name="Seconds">The window.</param>
internal sealed record RateLimit(string Name, int Requests, int Seconds)
{
    /// <summary>Reads <c>600/60</c>; null for the empty text, which is no limit.</summary>
    public static RateLimit? Parse(string name, string text) => text.Split('/') is [var requests, var seconds]
        ? new(name, int.Parse(requests, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture))
        : null;
}

/// <summary>Where a caller stands.</summary>
/// <param name="Limit">The limit that applies.</param>
/// <param name="Allowed">Whether this request is within it.</param>
/// <param name="Remaining">How many more are.</param>
/// <param name="ResetSeconds">When the count begins anew.</param>
internal sealed record RateState(RateLimit Limit, bool Allowed, int Remaining, int ResetSeconds)
{
    /// <summary>
    /// Tells the caller, on whatever the answer becomes (draft-ietf-httpapi-ratelimit-headers): written when the answer
    /// starts, as a failure clears the headers set before it.
    /// </summary>
    public void Announce(HttpContext context) => context.Response.OnStarting(() =>
    {
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = $"\"{Limit.Name}\";q={Limit.Requests};w={Limit.Seconds}";
        headers["RateLimit"] = $"\"{Limit.Name}\";r={Remaining};t={ResetSeconds}";
        if (!Allowed)
        {
            headers.RetryAfter = ResetSeconds.ToString(CultureInfo.InvariantCulture);
        }
        return Task.CompletedTask;
    });
}
