using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Portability;
using HeadlessCms.Portability.Foreign;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HeadlessCms.Tests.Portability.Foreign;

/// <summary>Imports from other systems, as the command runs them.</summary>
internal static class ForeignImports
{
    /// <summary>Categories are made, and nothing else is said.</summary>
    public static ForeignSettings Creating { get; } = new() { Categories = new(Create: true, Standard: null) };

    /// <summary>The Chinese encoding that has all the others' characters.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    /// <summary>Writes files into a folder of the portal's own; its path.</summary>
    public static string Folder(this Portal portal, params (string Name, byte[] Bytes)[] files)
    {
        var folder = Path.Combine(portal.DataDirectory, "foreign");
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // never null: below the folder
            File.WriteAllBytes(path, bytes);
        }
        return folder;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<TransferOutcome> ImportAsync(
        this Portal portal, ForeignFormat format, string path, ForeignSettings? settings = null, bool dryRun = false, bool skip = false)
    {
        _ = portal.Anonymous; // the server is there before its services are asked for
        var source = await portal.Services.GetRequiredService<ForeignSources>().OpenAsync(format, path, settings ?? Creating, CancellationToken.None);
        return await portal.Services.GetRequiredService<TransferImport>().RunAsync(source, new(dryRun, skip), Actor.Program("test"), progress: null, CancellationToken.None);
    }

    /// <summary>Holds a dry run to it: every fault by its line, also when they are to be passed over, how many articles would come in then, and nothing stored.</summary>
    public static async Task LooksOnlyAsync(this Portal portal, ForeignFormat format, string path, ForeignSettings settings, int articles, int[] lines)
    {
        var before = await portal.RowsAsync();
        foreach (var skip in (bool[])[false, true])
        {
            var dry = await portal.ImportAsync(format, path, settings, dryRun: true, skip);
            Xunit.Assert.Equal((skip ? articles : 0, lines.Length), (dry.Articles, dry.Refused));
            Xunit.Assert.Equal(lines, dry.Faults.Select(fault => fault.Line));
        }
        Xunit.Assert.Empty(StoredData.Difference(before, await portal.RowsAsync()));
        var blobs = Path.Combine(portal.DataDirectory, "blobs");
        Xunit.Assert.Empty(Directory.Exists(blobs) ? Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories) : []);
    }

    /// <summary>How much came in: categories, files, articles, refused.</summary>
    public static (int Categories, int Files, int Articles, int Refused) Counts(this TransferOutcome outcome) =>
        (outcome.Categories, outcome.Attachments, outcome.Articles, outcome.Refused);

    /// <summary>The public article that had this address.</summary>
    public static async Task<System.Text.Json.JsonElement> FormerAsync(this Portal portal, string url)
    {
        var id = Xunit.Assert.Single((await portal.Anonymous.GetAsync($"/v1/articles?formerUrl={Uri.EscapeDataString(url)}")).Expect(System.Net.HttpStatusCode.OK).Ids());
        return (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(System.Net.HttpStatusCode.OK).Json;
    }
}
