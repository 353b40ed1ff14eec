using System.Net;
using System.Text;
using System.Text.Json;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Portability;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Portability;

public sealed class RoundTripTests
{
    [Theory, EachEngine]
    public async Task Whatever_a_portal_holds_it_leaves_comes_in_elsewhere_and_leaves_the_same_again(Engine engine)
    {
        var keys = new HashSet<string>();
        for (var seed = 1; seed <= Depth.Pick(2, 4); seed++)
        {
            await using var portal = new Portal(engine);
            await new RandomPortal(portal, seed).FillAsync(articles: Depth.Pick(20, 60));
            var first = await ExportAsync(portal, "first");

            await using var other = new Portal(engine);
            var import = await ImportAsync(other, first);
            Assert.True(import.Faults.Count == 0, $"seed {seed}: {string.Join('\n', import.Faults)}");
            var second = await ExportAsync(other, "second");

            Equal(first, second, $"seed {seed}");
            keys.UnionWith(Directory.EnumerateFiles(Path.Combine(first, "articles")).SelectMany(File.ReadLines).Select(line => line.Split(':')[0]));
            Assert.All(Directory.EnumerateFiles(Path.Combine(first, "media")), file => Assert.InRange(Encoding.UTF8.GetByteCount(Path.GetFileName(file)), 1, 255));
        }
        Assert.Superset(new HashSet<string> { "corrections", "schedule" }, keys);
        // What lies in the file's name and below the front matter is none of its keys.
        Assert.All(
            typeof(ArticleDraft).GetProperties().Select(property => property.Name).Except([nameof(ArticleDraft.Slug), nameof(ArticleDraft.Body), nameof(ArticleDraft.BodyFormat)]),
            name => Assert.True(keys.Overlaps(KeysOf(name)), $"No article that left says '{name}': export and import it, and let RandomPortal have it."));
    }

    [Theory, EachEngine]
    public async Task A_portal_without_attachments_comes_in_again(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.PublishedAsync(new { title = "甲", categoryId = await portal.CategoryAsync(), body = "<p>文</p>" });
        var folder = await ExportAsync(portal, "out");

        await using var other = new Portal(engine);

        Assert.Equal((0, 1, 1), ((await ImportAsync(other, folder)) is var outcome ? (outcome.Faults.Count, outcome.Categories, outcome.Articles) : default));
    }

    [Theory, EachEngine]
    public async Task Addresses_of_before_lead_on_in_the_new_portal(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(new { slug = "was", title = "甲", categoryId = category, body = "<p>文</p>" });
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { slug = "is" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/categories/{category}", new { slug = category + "-is" }, "*")).Expect(HttpStatusCode.OK);
        var folder = await ExportAsync(portal, "out");

        await using var other = new Portal(engine);
        Assert.Empty((await ImportAsync(other, folder)).Faults);

        Assert.Equal("/v1/articles/is", (await other.Anonymous.GetAsync("/v1/articles/was")).Expect(HttpStatusCode.PermanentRedirect).Headers["Location"]);
        (await other.Anonymous.GetAsync($"/v1/categories/{category}")).Expect(HttpStatusCode.PermanentRedirect);
    }

    [Theory, EachEngine]
    public async Task Translations_stay_together_when_their_original_stays_in_the_trash(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var original = await portal.PublishedAsync(new { slug = "zh", title = "甲", categoryId = category, body = "<p>文</p>" });
        await portal.PublishedAsync(new { slug = "en", title = "A", categoryId = category, body = "<p>t</p>", locale = "en", translationOf = original });
        await portal.PublishedAsync(new { slug = "de", title = "A", categoryId = category, body = "<p>t</p>", locale = "de", translationOf = original });
        (await portal.Admin.DeleteAsync($"/v1/articles/{original}", "*")).Expect(HttpStatusCode.OK);
        var folder = await ExportAsync(portal, "out");

        await using var other = new Portal(engine);
        Assert.Empty((await ImportAsync(other, folder)).Faults);

        var translations = (await other.Anonymous.GetAsync("/v1/articles/en")).Expect(HttpStatusCode.OK).Json.GetProperty("translations");
        Assert.Equal(["de"], translations.EnumerateArray().Select(one => one.Text("slug")));
    }

    [Theory, EachEngine]
    public async Task What_an_earlier_export_left_is_removed_and_nothing_else(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var gone = (await portal.DraftAsync(new { slug = "gone", title = "甲", categoryId = category })).Id();
        await portal.DraftAsync(new { slug = "stays", title = "乙", categoryId = category });
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "gone.pdf");
        var folder = await ExportAsync(portal, "out");
        string[] foreign = ["README", "articles/notes.md", "articles/picture.png", "media/mine.pdf"];
        foreach (var name in foreign)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "---\nmine");
        }
        (await portal.Admin.DeleteAsync($"/v1/articles/{gone}", "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/attachments/{file}", "*")).Expect(HttpStatusCode.NoContent);

        var outcome = await portal.Services.GetRequiredService<PortalExport>().RunAsync(folder, LeavingSelection.All, progress: null, CancellationToken.None);

        Assert.Equal(["articles/gone.html", "media/gone.pdf"], outcome.Removed);
        Assert.Equal(
            foreign.Concat(["articles/stays.html", "categories.yaml", "media.yaml", "site.yaml"]).Order(StringComparer.Ordinal), NamesIn(folder));
    }

    [Theory, EachEngine]
    public async Task Nothing_outside_of_the_folder_is_written_or_removed(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.DraftAsync(new { slug = "a", title = "甲", categoryId = await portal.CategoryAsync() });
        await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf");
        var outside = await ExportAsync(portal, "outside");
        var before = Contents(outside);
        foreach (var below in (string[])["articles", "media"])
        {
            var folder = Path.Combine(portal.DataDirectory, $"linked-{below}");
            Directory.CreateDirectory(folder);
            Directory.CreateSymbolicLink(Path.Combine(folder, below), Path.Combine(outside, below));

            var refused = await Assert.ThrowsAsync<RefusedException>(() => ExportAsync(portal, $"linked-{below}"));

            Assert.Equal($"{Path.Combine(folder, below)} is a link; a folder is expected there.", refused.Message);
        }
        (string Link, string Target)[] links = [("articles/a.html", "site.yaml"), ("media/a.pdf", "media.yaml"), ("site.yaml", "categories.yaml")];
        foreach (var (link, target) in links)
        {
            var path = Path.Combine(portal.DataDirectory, "links", link);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // never null: below the folder
            File.CreateSymbolicLink(path, Path.Combine(outside, target));
        }

        var written = await ExportAsync(portal, "links");

        Assert.Equal(before, Contents(outside));
        Assert.Equal(before, Contents(written));
        Assert.All(links, link => Assert.Null(new FileInfo(Path.Combine(written, link.Link)).LinkTarget));
    }

    [Theory, EachEngine]
    public async Task An_export_is_of_one_moment_while_editors_write(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (from, to) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var ids = new List<string>();
        for (var n = 0; n < 120; n++) // more than a page
        {
            ids.Add((await portal.DraftAsync(new { slug = $"n-{n}", title = "甲", categoryId = from })).Id());
        }
        var folder = Path.Combine(portal.DataDirectory, "out");
        var articles = Path.Combine(folder, "articles");
        // As soon as the first articles are written: of the last, one goes, and one moves to another category.
        var edits = new AtFirst(() => Directory.Exists(articles) && Directory.EnumerateFiles(articles).Any(), async () =>
        {
            (await portal.Admin.DeleteAsync($"/v1/articles/{ids[^1]}", "*")).Expect(HttpStatusCode.OK);
            (await portal.Admin.PatchAsync($"/v1/articles/{ids[^2]}", new { categoryId = to, title = "later" }, "*")).Expect(HttpStatusCode.OK);
        });

        await portal.Services.GetRequiredService<PortalExport>().RunAsync(folder, LeavingSelection.All, edits, CancellationToken.None);

        Assert.True(edits.WereMade);
        Assert.Equal(120, Directory.GetFiles(articles).Length);
        Assert.All(Directory.GetFiles(articles), file => Assert.Contains("title: 甲", File.ReadAllText(file), StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(string property)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property);
        return [name, name.Replace("Ids", "", StringComparison.Ordinal), name.Replace("Id", "", StringComparison.Ordinal)];
    }

    internal static async Task<string> ExportAsync(Portal portal, string name)
    {
        var folder = Path.Combine(portal.DataDirectory, name);
        await portal.Services.GetRequiredService<PortalExport>().RunAsync(folder, LeavingSelection.All, progress: null, CancellationToken.None);
        return folder;
    }

    internal static Task<ImportOutcome> ImportAsync(Portal portal, string folder, bool dryRun = false)
    {
        _ = portal.Anonymous; // the server is there before its services are asked for
        return portal.Services.GetRequiredService<PortalImport>().RunAsync(folder, dryRun, Actor.Program("test"), progress: null, CancellationToken.None);
    }

    internal static string[] NamesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static string[] Contents(string folder) =>
        [.. NamesIn(folder).Select(name => $"{name}: {Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, name)))}")];

    private static void Equal(string first, string second, string what)
    {
        Assert.Equal(NamesIn(first), NamesIn(second));
        foreach (var file in NamesIn(first))
        {
            var (one, two) = (File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
            Assert.True(one.AsSpan().SequenceEqual(two), $"{what}: {file} differs:\n{Encoding.UTF8.GetString(one)}\n---- and\n{Encoding.UTF8.GetString(two)}");
        }
    }

    // Holds up what reports its progress, once it is so far, until something else is done.
    private sealed class AtFirst(Func<bool> isSoFar, Func<Task> act) : IProgress<string>
    {
        public bool WereMade { get; private set; }

        public void Report(string value)
        {
            if (!WereMade && isSoFar())
            {
                Task.Run(act).WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
                WereMade = true;
            }
        }
    }
}
