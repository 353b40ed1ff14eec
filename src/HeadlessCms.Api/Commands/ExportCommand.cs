using System.CommandLine;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;
using HeadlessCms.Site;

namespace HeadlessCms.Commands;

/// <summary>Writes the portal into a folder.</summary>
internal static class ExportCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("folder") { Description = "Where to; it is made." };
        var command = new Command(
            "export",
            "Write the portal into a folder that 'import' takes in: what is public as the public sees it, the rest as it is being worked on.")
        {
            folder,
        };
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, host => RunAsync(host, parsed.GetRequiredValue(folder), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, string folder, CancellationToken ct)
    {
        await Migrator.RequireCurrentAsync(host.Database, ct);
        var site = await host.Services.GetRequiredService<SiteStore>().GetAsync(ct);
        host.Services.GetRequiredService<Platform.Http.SiteZone>().Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        var count = await host.Services.GetRequiredService<PortalExport>().RunAsync(Path.GetFullPath(folder), new Progress(), ct);
        Console.WriteLine($"Exported: {count} articles.");
        return 0;
    }
}
