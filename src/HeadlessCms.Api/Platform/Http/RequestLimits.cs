using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// What is looked at before a request is routed further: sizes, and whether the caller can take what we answer.
/// Kestrel's own limits are higher, so that the refusal is a problem document of ours and not its bare 400.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Bytes of the request line, and of all headers together.</summary>
    public const int MaximumBytes = 16 * 1024;

    /// <summary>The header that names a request.</summary>
    public const string RequestId = "X-Request-Id";

    /// <summary>Names each request, has no answer taken for another type than it says, and refuses what is too long.</summary>
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.Use(next => context =>
    {
        // When the answer starts: a failure on the way clears the headers set before it.
        context.Response.OnStarting(NameAsync, context);
        if (LengthOfTarget(context.Request) > MaximumBytes)
        {
            context.Response.StatusCode = StatusCodes.Status414UriTooLong;
        }
        else if (LengthOf(context.Request.Headers) > MaximumBytes)
        {
            context.Response.StatusCode = StatusCodes.Status431RequestHeaderFieldsTooLarge;
        }
        else if (context.Request.Path.Value.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // .NET's readers of numbers look away from blanks around them
        }
        else
        {
            return next(context);
        }
        return Task.CompletedTask;
    });

    /// <summary>Answers 406 when <c>Accept</c> rules out every type the operation answers with success (RFC 9110 section 12.5.1).</summary>
    public static IApplicationBuilder UseAcceptCheck(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (context.Request.Headers.Accept is [] or ["*/*"] || TakesAnswersOf(context.GetEndpoint(), context.Request))
        {
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        return Task.CompletedTask;
    });

    /// <summary>Names a request in its answer.</summary>
    public static void Name(HttpContext context) => context.Response.Headers[RequestId] = ProblemWriter.TraceIdOf(context);

    /// <summary>Characters of a header as it was sent.</summary>
    public static int LengthOf(string name, StringValues values)
    {
        var length = name.Length + 4;
        for (var n = 0; n < values.Count; n++)
        {
            length += values[n]?.Length ?? 0;
        }
        return length;
    }

    /// <summary>Of the address as it was sent: what is percent-encoded counts three times what it stands for.</summary>
    public static int LengthOfTarget(HttpRequest request) =>
        Math.Max(request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget.Length ?? 0, request.Path.Value!.Length + request.QueryString.Value!.Length);

    private static bool TakesAnswersOf(Endpoint? endpoint, HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var offered = endpoint?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.StatusCode is >= 200 and < 300)
            .SelectMany(answer => answer.ContentTypes)
            .ToList();
        return accepted is not { Count: > 0 } || offered is not { Count: > 0 }
            || offered.Any(type => type == "*/*" || IsAccepted(type, accepted)); // of which type a file is only its row knows
    }

    private static Task NameAsync(object state)
    {
        var context = (HttpContext)state;
        Name(context);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            // The framework adds these to failures, for caches of HTTP/1.0; Cache-Control says the same.
            context.Response.Headers.Remove(HeaderNames.Pragma);
            context.Response.Headers.Remove(HeaderNames.Expires);
        }
        return Task.CompletedTask;
    }

    private static int LengthOf(IHeaderDictionary headers)
    {
        var length = 0;
        foreach (var (name, values) in headers)
        {
            length += LengthOf(name, values);
        }
        return length;
    }

    // The most specific range decides, so "text/html;q=1, */*;q=0" takes nothing of ours.
    private static bool IsAccepted(string type, IList<MediaTypeHeaderValue> accepted)
    {
        var offer = MediaTypeHeaderValue.Parse(type);
        var range = accepted
            .Where(candidate => offer.IsSubsetOf(candidate) || candidate.MatchesMediaType(type) || offer.MatchesAllTypes)
            .OrderByDescending(candidate => candidate.MatchesAllTypes ? 0 : candidate.MatchesAllSubTypes ? 1 : 2)
            .FirstOrDefault();
        return range is not null && range.Quality is not 0;
    }
}
