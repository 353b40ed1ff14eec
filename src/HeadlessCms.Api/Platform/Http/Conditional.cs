using System.Reflection;
using System.Text.Json;
using HeadlessCms.Platform.Http.Ready;
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
    /// A body read on the same snapshot as its tag, so that the two never disagree; not read when the client has it, or the
    /// server still has. Without a tag, that of its bytes.
    /// </summary>
    public static async Task<Conditional<T>> OfSnapshotAsync(
        HttpContext context, string? tag, DateTimeOffset? lastModified, Func<Task<T>> read)
    {
        object? body = Without(context, tag, lastModified) is null ? await read() : null;
        return new(tag, lastModified, _ => Task.FromResult(body!)); // never asked for when it was not read
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = Without(httpContext, tag, lastModified) ?? await BuildAsync(httpContext);
        await answer.AnswerAsync(httpContext, isKept: tag is not null);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, AnswerFormat<T>.Described, [AnswerFormat<T>.MediaType]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
        builder.Metadata.Add(new AnswerHeaders(
            StatusCodes.Status200OK, "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Encoding"));
        builder.Metadata.Add(new AnswerHeaders(
            StatusCodes.Status304NotModified, "ETag", "Last-Modified", "Cache-Control", "Vary"));
    }

    // What can be answered without the body.
    private static ReadyAnswer? Without(HttpContext context, string? tag, DateTimeOffset? lastModified)
    {
        if (tag is null)
        {
            return null;
        }
        if (ReadyFlight.Of(context)?.Known(tag, lastModified) is { } known)
        {
            return known;
        }
        var empty = new ReadyAnswer(AnswerFormat<T>.Form, tag, lastModified, bytes: null);
        return empty.IsCurrentFor(context.Request) ? empty : null;
    }

    private async Task<ReadyAnswer> BuildAsync(HttpContext context)
    {
        var body = await build(context.RequestAborted);
        var bytes = body is IWrittenBody written
            ? written.Bytes
            : JsonSerializer.SerializeToUtf8Bytes(body, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        return new(AnswerFormat<T>.Form, tag ?? EntityTags.OfBytes(bytes), lastModified, bytes, context.Response.Headers.Link);
    }
}
