using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability.Foreign;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>A portal in a folder: in, out, and the sample one at a first start.</summary>
internal static class PortabilityServices
{
    /// <summary>Where the sample portal lies: beside the program, part of every build.</summary>
    public static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "seeds");

    public static IServiceCollection AddPortability(this IServiceCollection services) => services
        .AddSingleton<PortalCheck>()
        .AddSingleton<MediaIntake>()
        .AddTransient<PortalImport>()
        .AddTransient<PortalExport>()
        .AddSingleton<TransferExport>()
        .AddTransient<TransferImport>()
        .AddSingleton<ForeignSources>()
        .AddSingleton<RedirectMap>();

    /// <summary>Fills a database that nobody has used yet with the sample portal.</summary>
    public static async Task<ImportOutcome?> FillWithSampleAsync(IServiceProvider services, CancellationToken ct)
    {
        var isUsed = await services.GetRequiredService<Database>().ReadAsync(session => SiteStore.IsSetAsync(session, ct), ct);
        return isUsed
            ? null
            : await services.GetRequiredService<PortalImport>().RunAsync(
                SampleFolder, dryRun: false, Actor.Program("sample content"), progress: null, ct);
    }
}
