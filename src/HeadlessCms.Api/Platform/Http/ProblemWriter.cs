using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>The one place that writes problem documents, for our own faults and for those of the layers around us.</summary>
internal static class ProblemWriter
{
    /// <summary>RFC 9457 section 3.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Writes one, never cached, never compressed.</summary>
    public static async Task WriteAsync(
        HttpContext context, int status, string slug, string title, string detail,
        IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var document = new ProblemDocument
        {
            Type = $"/problems/{slug}",
            Title = title,
            Status = status,
            Detail = detail,
            Instance = context.Request.PathBase.Add(context.Request.Path).ToString(),
            TraceId = TraceIdOf(context),
            Errors = extensions?.GetValueOrDefault("errors") as IReadOnlyList<Fault>,
            WithdrawnAt = extensions?.GetValueOrDefault("withdrawnAt") as DateTimeOffset?,
            Reason = extensions?.GetValueOrDefault("reason") as string,
        };
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, json);
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    /// <summary>Names the request in logs, in problems and in <c>X-Request-Id</c>.</summary>
    public static string TraceIdOf(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>
    /// Gives a body to an answer that a layer around us left empty: an unknown path, a wrong method, a missing key.
    /// </summary>
    public static Task WriteForStatusAsync(HttpContext context)
    {
        var (slug, title, detail) = context.Response.StatusCode switch
        {
            401 => ("unauthorized", "A key is needed", "Send a valid key as 'Authorization: Bearer <key>'."),
            403 => ("forbidden", "The key does not allow this", "The key lacks the scope that this operation needs."),
            404 => (NotFoundProblem.Slug, NotFoundProblem.Title, "No operation has this path."),
            405 => ("method-not-allowed", "The method is not allowed here",
                $"This path answers {context.Response.Headers.Allow}."),
            406 => ("not-acceptable", "None of the accepted types can be had", "See the operation's answer types in /openapi/v1.yaml."),
            408 => ("request-timeout", "The request took too long", "The rest of the request did not come in time."),
            413 => (TooLargeProblem.Slug, TooLargeProblem.Title, "The body is larger than is taken."),
            414 => ("uri-too-long", "The address is too long", "An address may have 16 KiB."),
            415 => (UnsupportedMediaTypeProblem.Slug, UnsupportedMediaTypeProblem.Title, "See the operation's body types in /openapi/v1.yaml."),
            416 => ("range-not-satisfiable", "The range lies outside of the file", "Content-Range says how long the file is."),
            429 => ("too-many-requests", "Too many requests", "Retry-After says when to go on."),
            431 => ("headers-too-large", "The headers are too large", "All headers together may have 16 KiB."),
            503 => ("unavailable", "The server cannot do this now", "Retry-After says when to try again."),
            >= 500 => ("internal", "The server failed", "It is in the server's logs under the traceId."),
            _ => (InvalidProblem.Slug, InvalidProblem.Title, "The request cannot be read."),
        };
        return WriteAsync(context, context.Response.StatusCode, slug, title, detail);
    }
}
