using System.Collections.Frozen;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http.Ready;

/// <summary>
/// Answers plain reads from what is kept before any other layer is asked, as those layers cost more than the answer. Plain is a
/// <c>GET</c> of which each header is known to change nothing in what the layers do; any other goes the long way, and so
/// does the first of each answer: what the layers then say of it in headers is kept with it.
/// </summary>
internal sealed class ReadyLane
{
    // What says something of the client or of the way, and what a kept answer looks at itself.
    private static readonly string[] Plain =
    [
        HeaderNames.Accept, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage, HeaderNames.CacheControl, HeaderNames.Connection, HeaderNames.Cookie, HeaderNames.DNT,
        "Forwarded", HeaderNames.From, HeaderNames.Host, HeaderNames.IfModifiedSince, HeaderNames.IfNoneMatch, HeaderNames.KeepAlive, HeaderNames.Pragma, "Priority",
        HeaderNames.Referer, "Sec-CH-UA", "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Sec-GPC",
        HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.UpgradeInsecureRequests, HeaderNames.UserAgent, HeaderNames.Via,
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Real-IP",
    ];

    // What an answer writes each time, and what differs from one request to the next.
    private static readonly FrozenSet<string> Own = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentType, HeaderNames.Date, HeaderNames.ETag, HeaderNames.LastModified,
        HeaderNames.Link, RequestLimits.RequestId);

    private readonly ReadyReads _reads;
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly FrozenSet<string> _plain;
    private readonly bool _isOpen;

    /// <param name="reads">What is kept.</param>
    /// <param name="database">Says whether that still holds.</param>
    /// <param name="options">Where public reads are counted, each goes the long way.</param>
    /// <param name="clock">Tells the time.</param>
    public ReadyLane(ReadyReads reads, Database database, IOptions<CmsOptions> options, TimeProvider clock)
    {
        (_reads, _database, _clock) = (reads, database, clock);
        _isOpen = options.Value.RateLimits.PublicReads.Length == 0;
        _plain = Plain.Concat(options.Value.Cors.Count == 0 ? [HeaderNames.Origin] : []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Answers a request, or lets it pass.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!_isOpen || !IsPlain(context.Request))
        {
            return next(context);
        }
        var key = ReadyKey.Of(context.Request);
        if (_reads.Cache.Find(key) is not { Answer: not null, Said: not null } entry || !TakesIt(context.Request, entry.Answer))
        {
            return GoAroundAsync(context, next);
        }
        var revision = _database.RevisionAsync();
        return revision.IsCompletedSuccessfully
            ? AnswerAsync(context, next, key, entry, revision.Result)
            : AnswerAsync(context, next, key, entry, revision.AsTask());
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, ReadyKey key, ReadyEntry entry, Task<long> revision)
    {
        await ((Task)revision).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what fails here fails there, too, within what answers failures
        await (revision.IsCompletedSuccessfully ? AnswerAsync(context, next, key, entry, await revision) : GoAroundAsync(context, next));
    }

    private Task AnswerAsync(HttpContext context, RequestDelegate next, ReadyKey key, ReadyEntry entry, long revision)
    {
        var now = _clock.GetUtcNow();
        if (!_reads.Holds(entry, context.Request, revision, now))
        {
            return GoAroundAsync(context, next);
        }
        var headers = context.Response.Headers;
        foreach (var (name, value) in entry.Said!)
        {
            headers[name] = value;
        }
        RequestLimits.Name(context);
        return _reads.SendAsync(context, key, entry, now);
    }

    private static Task GoAroundAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(KeepAsync, context); // the first that is registered is the last that is called
        return next(context);
    }

    private bool IsPlain(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || RequestLimits.LengthOfTarget(request) > RequestLimits.MaximumBytes)
        {
            return false;
        }
        var length = 0;
        foreach (var (name, values) in request.Headers)
        {
            length += RequestLimits.LengthOf(name, values);
            if (!_plain.Contains(name))
            {
                return false;
            }
        }
        return length <= RequestLimits.MaximumBytes;
    }

    private static bool TakesIt(HttpRequest request, ReadyAnswer answer)
    {
        var accepted = request.Headers.Accept;
        return accepted is [] or ["*/*"]
            || (accepted.ToString() is var ranges && (answer.IsOf(ranges) || (ranges.Contains("*/*", StringComparison.Ordinal) && !ranges.Contains("q=0", StringComparison.Ordinal))));
    }

    private static Task KeepAsync(object state)
    {
        var context = (HttpContext)state;
        // What a deprecated operation says of itself stands in Link, which is the answer's own.
        if (context.Features.Get<ReadyEntry>() is { Said: null } entry && !context.Response.Headers.ContainsKey(Deprecation.Headers[0]))
        {
            entry.Said = [.. context.Response.Headers.Where(header => !Own.Contains(header.Key))];
        }
        return Task.CompletedTask;
    }
}
