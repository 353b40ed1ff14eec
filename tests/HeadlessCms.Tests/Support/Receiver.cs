using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>A server that others call, on a port of its own: keeps what came, and answers as a test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<ReceivedCall, HttpContext, Task> _answer;

    private Receiver(Func<ReceivedCall, HttpContext, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HearAsync);
    }

    /// <summary>What came, in its order.</summary>
    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>One that answers every call so.</summary>
    public static async Task<Receiver> StartAsync(Func<ReceivedCall, HttpContext, Task> answer)
    {
        var receiver = new Receiver(answer);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>One that answers with this status.</summary>
    public static Task<Receiver> StartAsync(Func<ReceivedCall, HttpStatusCode>? status = null) => StartAsync((call, context) =>
    {
        context.Response.StatusCode = (int)(status?.Invoke(call) ?? HttpStatusCode.NoContent);
        return Task.CompletedTask;
    });

    /// <summary>Answers nothing, or nothing more, until the caller has gone.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var noticed = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>Waits until so many calls came, and gives them; those of webhooks are held to the contract.</summary>
    /// <param name="count">How many, since the first.</param>
    /// <param name="clock">A clock that stands still and is pushed on a little meanwhile: who is about to look at it may have just missed its being set.</param>
    public async Task<IReadOnlyList<ReceivedCall>> HearAsync(int count, FakeTimeProvider? clock = null)
    {
        await Eventually.IsSoAsync($"{count} calls", TimeSpan.FromSeconds(30), () =>
        {
            clock?.Advance(TimeSpan.FromMilliseconds(200));
            return Task.FromResult(Calls.Count >= count);
        });
        Assert.Equal(count, Calls.Count);
        Assert.All(Calls.Where(call => call.Headers.ContainsKey("webhook-id")), call => Assert.Null(WebhookGuard.FaultOf(call)));
        return [.. Calls];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HearAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var call = new ReceivedCall(context.Request, await body.ReadToEndAsync());
        Calls.Enqueue(call);
        await _answer(call, context);
    }
}

/// <summary>A call that came.</summary>
internal sealed class ReceivedCall(HttpRequest request, string body)
{
    public string Method { get; } = request.Method;

    public string Path { get; } = request.Path;

    public IReadOnlyDictionary<string, string> Query { get; } = request.Query.ToDictionary(one => one.Key, one => one.Value.ToString());

    public IReadOnlyDictionary<string, string> Headers { get; } =
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    public string Body => body;

    public JsonElement Json => JsonElement.Parse(body);

    /// <summary>What a call of a webhook says of the message it brings.</summary>
    public string Id => Headers["webhook-id"];

    /// <summary>The kind of what happened.</summary>
    public string Kind => Json.GetProperty("data").Text("kind")!;
}
