using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access.Oidc;

/// <summary>
/// Asks the provider for what its tokens are checked with. The framework keeps it once it was had; until then it would ask
/// for every token, one after the other: so one asks for all who wait, and after a failure nobody does for a while.
/// </summary>
internal sealed partial class OidcProvider(IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider clock, ILogger<OidcProvider> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private bool _hasAnswered;
    private DateTimeOffset _notBefore;
    private Task<bool>? _asking;

    /// <summary>Whether it has told what its tokens are checked with: without it none is valid, and none could be called invalid.</summary>
    public Task<bool> AnswersAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_hasAnswered || clock.GetUtcNow() < _notBefore)
            {
                return Task.FromResult(_hasAnswered);
            }
            return (_asking ??= AskAsync()).WaitAsync(ct);
        }
    }

    private async Task<bool> AskAsync()
    {
        await Task.Yield(); // out of the lock
        var answers = false;
        try
        {
            // For all who wait, so none of them can cancel it; it has a time limit of its own.
            await bearer.Get(OidcCallers.Scheme).ConfigurationManager!.GetConfigurationAsync(CancellationToken.None);
            answers = true;
        }
        catch (Exception fault)
        {
            Unreachable(Pause, fault);
        }
        lock (_lock)
        {
            (_hasAnswered, _notBefore, _asking) = (answers, clock.GetUtcNow() + Pause, null);
        }
        return answers;
    }

    [LoggerMessage(LogLevel.Warning, "The OpenID Connect provider does not answer; it is asked again in {Pause}, and its tokens are refused until it does")]
    private partial void Unreachable(TimeSpan pause, Exception why);
}
