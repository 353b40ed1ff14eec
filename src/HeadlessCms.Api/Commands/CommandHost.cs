using HeadlessCms.Operations;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>What the API is made of, for a command: the same services and settings, and no server.</summary>
internal sealed class CommandHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CommandHost(WebApplication app) => _app = app;

    /// <summary>The services, made when they are asked for.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The settings; asking for them checks them.</summary>
    public CmsOptions Options => Services.GetRequiredService<IOptions<CmsOptions>>().Value;

    /// <summary>Where the data lies.</summary>
    public Database Database => Services.GetRequiredService<Database>();

    /// <summary>Where the files lie.</summary>
    public FileStore Files => Services.GetRequiredService<FileStore>();

    /// <summary>What tells the time.</summary>
    public TimeProvider Clock => Services.GetRequiredService<TimeProvider>();

    /// <summary>Runs a command with these settings and gives its exit code, saying in one line what went wrong.</summary>
    public static Task<int> RunAsync(string[] settings, Func<CommandHost, Task<int>> work) => Refusals.ReportAsync(async () =>
    {
        var builder = Builder(settings);
        builder.Logging.ClearProviders(); // a command says what it has to say itself
        builder.AddApi();
        await using var host = new CommandHost(builder.Build());
        return await work(host);
    });

    /// <summary>The beginning of every verb, <c>serve</c> too.</summary>
    public static WebApplicationBuilder Builder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        // Settings lie beside the program, wherever it is called from; the data directory is the caller's.
        ContentRootPath = AppContext.BaseDirectory,
    });

    /// <summary>
    /// Takes the data directory for this process alone, ends a restore that was cut off, and brings the schema up to
    /// date; gives the number of migrations that were missing. Held until the services are disposed.
    /// </summary>
    public static async Task<int> ClaimAsync(IServiceProvider services, CancellationToken ct)
    {
        var options = services.GetRequiredService<IOptions<CmsOptions>>().Value;
        MakeDirectory(options.DataDirectory);
        // Before the database, as what was made last is disposed of first: the lock outlives the last write.
        var held = services.GetRequiredService<DataDirectoryLock>();
        var database = services.GetRequiredService<Database>();
        if (database is SqliteDatabase)
        {
            held.Take();
            Restore.Finish(options.DataDirectory);
        }
        return await Migrator.RunAsync(database, services.GetRequiredService<TimeProvider>(), ct);
    }

    /// <summary>Writes times from now on as the site's zone has them.</summary>
    public static async Task FollowSiteZoneAsync(IServiceProvider services, CancellationToken ct)
    {
        var site = await services.GetRequiredService<SiteStore>().GetAsync(ct);
        services.GetRequiredService<SiteZone>().Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
    }

    /// <summary>
    /// For commands that write whether a server runs or not: takes the data directory as <see cref="ClaimAsync"/> does when
    /// nobody holds it, else asks that the running server's schema be this program's.
    /// </summary>
    public static async Task JoinAsync(IServiceProvider services, CancellationToken ct)
    {
        MakeDirectory(services.GetRequiredService<IOptions<CmsOptions>>().Value.DataDirectory);
        var database = services.GetRequiredService<Database>();
        if (database is SqliteDatabase && !services.GetRequiredService<DataDirectoryLock>().TryTake(out _))
        {
            await Migrator.RequireCurrentAsync(database, ct);
            return;
        }
        await ClaimAsync(services, ct);
    }

    /// <summary>The database of the data directory, for commands that read beside a server.</summary>
    /// <exception cref="RefusedException">There is none yet, or it is PostgreSQL, with what to do instead.</exception>
    public SqliteDatabase RequireSqlite(string otherwise)
    {
        var sqlite = Database as SqliteDatabase ?? throw new RefusedException(otherwise);
        return File.Exists(sqlite.Path)
            ? sqlite
            : throw new RefusedException($"There is no database in {Path.GetFullPath(Options.DataDirectory)}.");
    }

    /// <summary>Makes the data directory when it is not there.</summary>
    public static void MakeDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The data directory {Path.GetFullPath(directory)} cannot be used: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
