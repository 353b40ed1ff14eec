using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// A representation with a validator: <c>304</c> before anything is built, else the body in the coding the client
/// takes, with the tag of that coding.
/// </summary>
/// <typeparam name="T">What the body is, for the contract.</typeparam>
internal sealed class Conditional<T>(
    string? tag, DateTimeOffset? lastModified, Func<CancellationToken, Task<object>> build)
    : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IValueHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary>Nothing before it is executed.</summary>
    public object? Value => null;

    /// <summary>A body whose tag is that of its own bytes: for what shows counts.</summary>
    public static Conditional<T> OfBytes(Func<CancellationToken, Task<object>> build) => new(null, null, build);

    /// <summary>
    /// A body read on the same snapshot as its tag, so that the two never disagree; not read when the client has it.
    /// Without a tag, that of its bytes.
    /// </summary>
    public static async Task<Conditional<T>> OfSnapshotAsync(
        HttpContext context, string? tag, DateTimeOffset? lastModified, Func<Task<T>> read)
    {
        var coding = ContentCodings.For(context.Request);
        var isCurrent = tag is not null && IsCurrent(context.Request, EntityTags.Coded(tag, coding), lastModified);
        object? body = isCurrent ? null : await read();
        return new(tag, lastModified, _ => Task.FromResult(body!)); // never asked for when it was not read
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var coding = ContentCodings.For(httpContext.Request);
        if (tag is not null && IsCurrent(httpContext.Request, EntityTags.Coded(tag, coding), lastModified))
        {
            WriteHeaders(httpContext, EntityTags.Coded(tag, coding));
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            await build(httpContext.RequestAborted),
            httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        var plain = tag ?? EntityTags.OfBytes(bytes);
        WriteHeaders(httpContext, EntityTags.Coded(plain, coding));
        if (tag is null && IsCurrent(httpContext.Request, EntityTags.Coded(plain, coding), lastModified))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        await WriteAsync(httpContext, bytes, coding);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
        builder.Metadata.Add(new AnswerHeaders(
            StatusCodes.Status200OK, "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Encoding"));
        builder.Metadata.Add(new AnswerHeaders(
            StatusCodes.Status304NotModified, "ETag", "Last-Modified", "Cache-Control", "Vary"));
    }

    // RFC 9110 section 13.2.2: If-Modified-Since counts only where there is no If-None-Match.
    private static bool IsCurrent(HttpRequest request, string present, DateTimeOffset? lastModified)
    {
        if (request.Headers.IfNoneMatch.Count > 0)
        {
            return EntityTags.Matches(request.Headers.IfNoneMatch.ToString(), present);
        }
        return lastModified is { } changed && request.GetTypedHeaders().IfModifiedSince is { } since
            && changed.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }

    private void WriteHeaders(HttpContext context, string coded)
    {
        Caching.Write(context);
        context.Response.Headers.ETag = coded;
        if (lastModified is { } changed)
        {
            context.Response.GetTypedHeaders().LastModified = Stamp(
                changed, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        }
    }

    // The header knows whole seconds. While the second of the change lasts, another change may bear the same stamp, so
    // until then it is dated a second earlier: who asks with that date is given the body (RFC 9110 section 8.8.2.2).
    private static DateTimeOffset Stamp(DateTimeOffset changed, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(changed.ToUnixTimeSeconds());
        return now.ToUnixTimeSeconds() > second.ToUnixTimeSeconds() ? second : second.AddSeconds(-1);
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes, string? coding)
    {
        var body = ContentCodings.Encode(bytes, coding);
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (coding is not null)
        {
            context.Response.Headers.ContentEncoding = coding;
        }
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
