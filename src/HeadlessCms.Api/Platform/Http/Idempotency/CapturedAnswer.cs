using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>An answer that was written into memory, to be stored before it is sent; or one that was stored.</summary>
internal sealed class CapturedAnswer : IResult, IStatusCodeHttpResult
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = ReadableJson.Encoder };

    private int _status;
    private IReadOnlyDictionary<string, string[]> _headers = new Dictionary<string, string[]>();
    private byte[] _body = [];
    private bool _isReplayed;

    /// <inheritdoc/>
    public int? StatusCode => _status;

    /// <summary>Whether it says that something was done.</summary>
    public bool IsSuccess => _status is >= 200 and < 300;

    /// <summary>Lets the result write its answer, but not to the client yet.</summary>
    public static async Task<CapturedAnswer> TakeAsync(IResult result, HttpContext context)
    {
        var response = context.Response;
        var wire = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var captured = new StreamResponseBodyFeature(memory);
        context.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await result.ExecuteAsync(context);
            await captured.CompleteAsync(); // what its writer still holds
        }
        finally
        {
            context.Features.Set(wire);
        }
        return new CapturedAnswer
        {
            _status = response.StatusCode,
            // Those of the layers around are written when the answer starts, so these are the operation's own.
            _headers = response.Headers
                .Where(header => header.Key != HeaderNames.ContentLength)
                .ToDictionary(header => header.Key, header => header.Value.Select(value => value ?? "").ToArray()),
            _body = memory.ToArray(),
        };
    }

    /// <summary>The answer that was given to a key before, if it was to this request; else what says so.</summary>
    public static IResult Replay(StoredAnswer stored, IReadOnlyList<IdentifiedRequest> requests) =>
        requests.Contains(stored.Request) ? Of(stored, isReplayed: true) : new KeyReusedProblem();

    /// <summary>An answer that has just been stored.</summary>
    public static CapturedAnswer First(StoredAnswer stored) => Of(stored, isReplayed: false);

    /// <summary>What to keep of it, with null for what is shown once.</summary>
    public StoredAnswer ToStored(IdentifiedRequest request, IReadOnlyList<string> shownOnce) =>
        new(request, _status, _headers, shownOnce.Count == 0 || _body.Length == 0 ? _body : Without(shownOnce));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        foreach (var (name, values) in _headers)
        {
            response.Headers[name] = values;
        }
        if (_isReplayed)
        {
            response.Headers[IdempotencyRoutes.Replayed] = "true";
        }
        if (_body.Length > 0)
        {
            response.ContentLength = _body.Length;
            await response.Body.WriteAsync(_body, httpContext.RequestAborted);
        }
    }

    private static CapturedAnswer Of(StoredAnswer stored, bool isReplayed) =>
        new() { _status = stored.Status, _headers = stored.Headers, _body = stored.Body, _isReplayed = isReplayed };

    private byte[] Without(IReadOnlyList<string> shownOnce)
    {
        var body = JsonNode.Parse(_body)!.AsObject(); // an answer with a secret is an object
        foreach (var property in shownOnce)
        {
            body[property] = null;
        }
        return JsonSerializer.SerializeToUtf8Bytes(body, Readable);
    }
}
