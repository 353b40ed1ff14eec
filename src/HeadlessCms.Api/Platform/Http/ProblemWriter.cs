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
        HttpContext context, ProblemKind kind, string detail, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var document = new ProblemDocument
        {
            Type = kind.Address,
            Title = kind.Title,
            Status = kind.Status,
            Detail = detail,
            Instance = context.Request.PathBase.Add(context.Request.Path).ToString(),
            TraceId = TraceIdOf(context),
            Errors = extensions?.GetValueOrDefault("errors") as IReadOnlyList<Fault>,
            WithdrawnAt = extensions?.GetValueOrDefault("withdrawnAt") as DateTimeOffset?,
            Reason = extensions?.GetValueOrDefault("reason") as string,
            Restart = extensions?.GetValueOrDefault("restart") as string,
        };
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(document, json);
        context.Response.StatusCode = kind.Status;
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
        var kind = ProblemKinds.ForStatus(context.Response.StatusCode);
        return WriteAsync(context, kind, kind.Detail);
    }
}
