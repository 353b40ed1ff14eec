using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Partners;

/// <summary>The changes as Server-Sent Events (WHATWG HTML, section 9.2): each item an event of its kind, whose id is the cursor after it.</summary>
internal sealed class ChangeStream(ChangeLine line, ChangeWaiters waiters, ChangeLineReader follower, ChangeReading first) : IResult
{
    /// <summary>What a client accepts who wants it.</summary>
    public const string MediaType = "text/event-stream";

    // Proxies close connections on which nothing happens, mostly after 30 or 60 seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Whether the client would rather have a stream than a page.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var waiting = waiters.Enter();
        if (waiting is null)
        {
            await ChangeWaiters.Full().ExecuteAsync(httpContext);
            return;
        }
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers[HeaderNames.Vary] = "Accept, Authorization";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would else hold events back
        await response.WriteAsync("retry: 2000\n\n", ct);
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            await WriteOnAsync(response, json, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The client hung up, as every client of a stream does in the end.
        }
    }

    // Ends when the server stops, or when the client was so slow that the log went past it: it comes back with its last id.
    private async Task WriteOnAsync(HttpResponse response, JsonSerializerOptions json, CancellationToken ct)
    {
        var (from, reading) = (follower.From, first);
        while (reading is not null)
        {
            foreach (var (item, after) in reading.Items)
            {
                await response.WriteAsync(
                    $"id: {line.CursorOf(follower, after)}\nevent: {item.Kind}\ndata: {JsonSerializer.Serialize(item, json)}\n\n", ct);
            }
            await response.Body.FlushAsync(ct);
            await line.SentAsync(follower, from, reading);
            if (!reading.HasMore)
            {
                if (!await line.WaitAsync(reading, Silence, ct))
                {
                    return;
                }
                await response.WriteAsync(":\n\n", ct);
            }
            from = reading.Place;
            reading = await line.ReadAsync(follower, from, ct);
        }
    }
}
