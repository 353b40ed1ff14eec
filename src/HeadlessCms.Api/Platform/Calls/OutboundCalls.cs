using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Calls;

/// <summary>
/// Calls of ours to addresses that others chose: bounded in time and in what is read of the answer, following no redirect,
/// and only to what <see cref="CallTargets"/> allows. Trying again is the caller's, whose tries outlive the process.
/// </summary>
internal sealed class OutboundCalls(IHttpClientFactory clients, IOptions<CmsOptions> options, TimeProvider clock)
{
    /// <summary>The name of its client of HTTP.</summary>
    public const string Client = "outbound";

    private const int BytesRead = 4096;
    private const int CharactersKept = 1000;

    /// <summary>Registers it.</summary>
    public static void Add(IServiceCollection services) => services
        .AddSingleton<HostNames>()
        .AddSingleton<CallTargets>()
        .AddSingleton<OutboundCalls>()
        .AddHttpClient(Client, client => client.Timeout = Timeout.InfiniteTimeSpan) // each call has its own, which covers the body too
        .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would connect in our place, unasked
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = provider.GetRequiredService<CallTargets>().ConnectAsync,
        })
        .RemoveAllLoggers(); // they would write addresses, which may hold secrets

    /// <summary>Makes a call; what came of it is a value, whatever it is.</summary>
    /// <param name="request">The call.</param>
    /// <param name="ct">Gives it up, with an exception.</param>
    public async Task<CallOutcome> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        // Real time, whatever the clock shows: an endless answer must end where the clock stands still, too.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(options.Value.Webhooks.Timeout));
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var text = await BeginningAsync(answer.Content, patience.Token);
            return new CallOutcome
            {
                Status = (int)answer.StatusCode,
                Response = text,
                RetryAfter = RestOf(answer.Headers.RetryAfter),
                Milliseconds = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds,
            };
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            return new CallOutcome { Error = ErrorOf(fault), Milliseconds = (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds };
        }
    }

    // The status is the answer; of the rest, what comes in time and fits.
    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken ct)
    {
        var (bytes, length) = (new byte[BytesRead], 0);
        try
        {
            await using var body = await content.ReadAsStreamAsync(ct);
            while (length < bytes.Length && await body.ReadAsync(bytes.AsMemory(length), ct) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // What was read stands.
        }
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var kept = new string([.. text.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t')]);
        return kept.Length <= CharactersKept ? kept : kept[..(char.IsHighSurrogate(kept[CharactersKept - 1]) ? CharactersKept - 1 : CharactersKept)];
    }

    // As seconds or as a moment (RFC 9110, 10.2.3); one that is over asks for nothing.
    private TimeSpan? RestOf(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date - clock.GetUtcNow() is { } rest && rest > TimeSpan.Zero ? rest : null);

    private static string ErrorOf(Exception fault) => fault switch
    {
        OperationCanceledException => CallErrors.Timeout,
        HttpRequestException { InnerException: CallRefusedException } => CallErrors.NotAllowed,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } } => CallErrors.UnknownHost,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => CallErrors.Tls,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or HttpRequestException { InnerException: SocketException } => CallErrors.NoConnection,
        _ => CallErrors.BrokenAnswer,
    };
}

/// <summary>Why a call got no answer; the words are part of the contract.</summary>
internal static class CallErrors
{
    public const string Timeout = "timeout";
    public const string NotAllowed = "not_allowed";
    public const string UnknownHost = "unknown_host";
    public const string NoConnection = "no_connection";
    public const string Tls = "tls";
    public const string BrokenAnswer = "broken_answer";
}

/// <summary>What came of a call.</summary>
internal sealed record CallOutcome
{
    /// <summary>The status that was answered; null when none was.</summary>
    public int? Status { get; init; }

    /// <summary>One of <see cref="CallErrors"/>; null when there was an answer.</summary>
    public string? Error { get; init; }

    /// <summary>The beginning of the answer; null without one.</summary>
    public string? Response { get; init; }

    /// <summary>How long the other side asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long it took.</summary>
    public long Milliseconds { get; init; }

    /// <summary>Whether the other side took it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
