using System.CommandLine;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;

namespace HeadlessCms.Commands;

/// <summary>Writes the portal into a folder.</summary>
internal static class ExportCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("folder") { Description = "Where to; it is made. With --format ndjson or redirects: the file." };
        var format = TransferFormat.OfExport();
        var part = new LeavingOptions();
        var command = new Command(
            "export",
            "Write the portal into a folder that 'import' takes in, all of it as of one moment: what is public as the public sees it, the rest as it is "
            + "being worked on. What an earlier export left there and the portal no longer has is removed: files in articles/ that begin as "
            + "an export's do, and files in media/ that the media.yaml there names. Others are left alone. A part (--category, --since) goes into a folder where no export lies.")
        {
            folder, format,
        };
        part.AddTo(command);
        command.SetAction((parsed, ct) => CommandHost.RunAsync(settings, async host =>
        {
            var path = parsed.GetRequiredValue(folder);
            await Migrator.RequireCurrentAsync(host.Database, ct);
            var articles = await part.OfAsync(parsed, host.Database, ct);
            return parsed.GetValue(format) switch
            {
                TransferFormat.Lines => await WriteLinesAsync(host, path, articles, ct),
                TransferFormat.Redirects when articles.IsPart => throw new RefusedException("--category and --since: redirects are written of all articles."),
                TransferFormat.Redirects => await WriteRedirectsAsync(host, path, ct),
                _ => await RunAsync(host, path, articles, ct),
            };
        }));
        return command;
    }

    private static async Task<int> WriteRedirectsAsync(CommandHost host, string file, CancellationToken ct)
    {
        await CommandHost.FollowSiteZoneAsync(host.Services, ct);
        var count = await WholeFile.WriteAsync(file, async target =>
        {
            await using var text = new StreamWriter(target);
            return await host.Services.GetRequiredService<RedirectMap>().WriteAsync(text, ct);
        });
        Console.WriteLine($"Exported: {count} redirects.");
        return 0;
    }

    private static async Task<int> WriteLinesAsync(CommandHost host, string file, LeavingSelection articles, CancellationToken ct)
    {
        var count = await WholeFile.WriteAsync(file, target =>
            host.Services.GetRequiredService<TransferExport>().WriteAsync(target, new(articles, WithBytes: true), new Progress(), ct));
        Console.WriteLine($"Exported: {count} articles; what is in the trash stays.");
        return 0;
    }

    private static async Task<int> RunAsync(CommandHost host, string folder, LeavingSelection articles, CancellationToken ct)
    {
        var outcome = await host.Services.GetRequiredService<PortalExport>().RunAsync(Path.GetFullPath(folder), articles, new Progress(), ct);
        foreach (var file in outcome.Removed)
        {
            Console.WriteLine($"Removed: {file}");
        }
        Console.WriteLine($"Exported: {outcome.Articles} articles; what is in the trash stays.");
        return 0;
    }
}
