using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;

namespace HeadlessCms.Sandbox;

/// <summary>What every life of a sandbox begins with: the sample portal.</summary>
/// <param name="Database">Copied, never used.</param>
/// <param name="Files">Likewise.</param>
internal sealed record SandboxStart(MemoryDatabase Database, MemoryFileStore Files)
{
    /// <summary>The database that the build prepared, beside the program: taking the portal in costs more than a start may.</summary>
    public static string Image => Path.Combine(AppContext.BaseDirectory, "sandbox.db");

    /// <summary>The prepared one; null when there is none, or it is another program's.</summary>
    public static async Task<SandboxStart?> LoadAsync(TimeProvider clock, CancellationToken ct)
    {
        if (!File.Exists(Image))
        {
            return null;
        }
        var database = MemoryDatabase.Load(Image);
        if (!await Migrator.IsCurrentAsync(database, ct))
        {
            await database.DisposeAsync();
            return null;
        }
        var files = new MemoryFileStore(clock);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(PortabilityServices.SampleFolder, "media")))
        {
            files.Add(await File.ReadAllBytesAsync(path, ct));
        }
        return new(database, files);
    }

    /// <summary>Takes the sample portal in, into services that store in memory.</summary>
    public static async Task MakeAsync(IServiceProvider services, CancellationToken ct)
    {
        await Migrator.RunAsync(services.GetRequiredService<Database>(), services.GetRequiredService<TimeProvider>(), ct);
        var outcome = await services.GetRequiredService<PortalImport>().RunAsync(
            PortabilityServices.SampleFolder, dryRun: false, Actor.Program("sample content"), progress: null, ct);
        if (outcome.Faults is [var fault, ..])
        {
            throw new RefusedException($"The sample portal cannot be loaded: {fault}");
        }
    }
}
