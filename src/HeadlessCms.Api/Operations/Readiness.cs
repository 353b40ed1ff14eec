using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>What the server needs before it can work, checked one after the other.</summary>
internal sealed partial class Readiness(
    Database database, FileStore files, TimeProvider clock, ILogger<Readiness> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The name of the first check that fails; null when all is well.</summary>
    public async Task<string?> FailedCheckAsync(CancellationToken ct)
    {
        (string Name, Func<CancellationToken, Task<bool>> Passes)[] checks =
        [
            ("database", DatabaseAnswersAsync),
            ("migrations", ct => Migrator.IsCurrentAsync(database, ct)),
            ("data directory", TakesFilesAsync),
        ];
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        foreach (var (name, passes) in checks)
        {
            if (!await PassesAsync(name, passes, either.Token))
            {
                return name;
            }
        }
        return null;
    }

    // Whatever goes wrong here is the answer, not a failure of the request.
    private async Task<bool> PassesAsync(string name, Func<CancellationToken, Task<bool>> passes, CancellationToken ct)
    {
        try
        {
            return await passes(ct);
        }
        catch (Exception why)
        {
            CheckFailed(name, why);
            return false;
        }
    }

    private async Task<bool> DatabaseAnswersAsync(CancellationToken ct)
    {
        await database.PingAsync(ct);
        return true;
    }

    private async Task<bool> TakesFilesAsync(CancellationToken ct)
    {
        await files.ProbeAsync(ct);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The check '{Check}' failed")]
    private partial void CheckFailed(string check, Exception why);
}
