using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Portability;

public sealed class ImportFaultTests
{
    private const string Times = "createdAt: \"2021-01-04T00:00:00Z\"\nupdatedAt: \"2021-01-04T00:00:00Z\"\n";

    [Theory, EachEngine]
    public async Task The_rules_of_the_API_hold_for_all_that_comes_in_and_every_fault_is_named_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Folder(portal,
            ("site.yaml", "name: 门户\ndomain: NOT A DOMAIN\ntimeZone: Mars/Olympus\ndefaultLocale: zh-CN\narticleUrlTemplate: https://www.example.gov.cn/x\nlogo: 0176cae8-7280-74bd-b98c-068539f626ff\ntagDomain: NOR IS THIS\n"),
            ("categories.yaml",
                "- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: Not A Slug\n  name: 首页\n  createdAt: \"2021-01-04T00:00:00Z\"\n"
                + "- id: 0176cae8-7280-74bd-b98c-068539f626a7\n  slug: below\n  name: 下\n  parent: Not A Slug\n  createdAt: \"2021-01-04T00:00:00Z\"\n"
                + "- id: 0176cae8-7280-74bd-b98c-068539f626a8\n  slug: fine\n  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n"
                + $"- id: 0176cae8-7280-74bd-b98c-068539f626a9\n  slug: long\n  createdAt: \"2021-01-04T00:00:00Z\"\n  type: {new string('长', 51)}\n"),
            ("media.yaml",
                "- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: a.pdf\n  mediaType: image/png\n  createdAt: \"2021-01-04T00:00:00Z\"\n"
                + $"- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00c\n  file: b.pdf\n  mediaType: application/pdf\n  alt: {new string('长', 501)}\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("media/a.pdf", "%PDF-1.4\n%%EOF\n"), ("media/b.pdf", "%PDF-1.4\n%%EOF\n"),
            ("articles/a.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca001\nstate: withdrawn\nwithdrawnAt: \"2021-01-05T00:00:00Z\"\nreason: whim\nversion: 0\ntitle: 题\ncategory: fine\ncover: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n{Times}---\n<p>文</p>\n"),
            ("articles/b.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca002\nstate: hidden\ntitle: 题\ncategory: nowhere\nlinkUrl: ftp://x\n{Times}---\n<p>文</p>\n"),
            ("articles/c.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca003\ntitle: 题\ncategory: nowhere\nalsoIn:\n  - fine\n  - neither\nextra: \"[1]\"\n{Times}---\n<p>文</p>\n"),
            ("articles/d.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca004\ntitle: 题\ncategory: nowhere\nalsoIn:\n  - fine\n  - neither\n{Times}---\n<p>文</p>\n"),
            ("articles/e.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca005\ntitle: 题\ncategory: Not A Slug\ncover: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\ntranslationOf: b\n{Times}---\n<p>文</p>\n"),
            ("articles/f.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca006\ntitle: \"a\\0b\"\ncategory: fine\n{Times}---\n<p>文</p>\n"),
            ("articles/g.txt", "x"));

        foreach (var dryRun in (bool[])[true, false])
        {
            var faults = (await RoundTripTests.ImportAsync(portal, folder, dryRun)).Faults.Select(fault => $"{fault}").ToList();

            Assert.Equal(
                [
                    "articles/a.html:5: reason:", "articles/a.html:6: version:",
                    "articles/b.html:3: state:", "articles/b.html:6: linkUrl:",
                    "articles/c.html:8: 'extra' is not a JSON object",
                    "articles/d.html:4: category: No category has the id or slug 'nowhere'.", "articles/d.html:5: alsoIn/1: No category has the id or slug 'neither'.",
                    "articles/f.html:3: 'title' must not hold NUL", "articles/g.txt:1: an article's file is named .html or .md",
                    "categories.yaml:2: slug:", "categories.yaml:14: name:", "categories.yaml:17: type:",
                    "media.yaml:3: mediaType:", "media.yaml:8: alt:",
                    "site.yaml:2: domain:", "site.yaml:3: timeZone:", "site.yaml:5: articleUrlTemplate:", "site.yaml:7: tagDomain:",
                ],
                faults, (expected, fault) => fault.StartsWith(expected, StringComparison.Ordinal));
            Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
            Assert.Equal("A news portal", (await portal.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK).Json.Text("name"));
            Assert.Empty(Blobs(portal));
        }
    }

    [Theory, EachEngine]
    public async Task A_fault_that_shows_in_the_end_leaves_nothing_behind(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Folder(portal,
            ("categories.yaml", "- id: 0176cae8-7280-74bd-b98c-068539f626a8\n  slug: below\n  name: 好\n  parent: above\n  createdAt: \"2021-01-04T00:00:00Z\"\n"
                + "- id: 0176cae8-7280-74bd-b98c-068539f626a7\n  slug: above\n  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("media.yaml", "- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: a.pdf\n  mediaType: application/pdf\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("media/a.pdf", "%PDF-1.4\n%%EOF\n"),
            ("articles/a.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca001\ntitle: 题\ncategory: below\ncover: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n{Times}---\n<p>文</p>\n"));

        var fault = Assert.Single((await RoundTripTests.ImportAsync(portal, folder)).Faults);

        Assert.StartsWith("articles/a.html:5: cover: The attachment is application/pdf.", $"{fault}", StringComparison.Ordinal);
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
        Assert.Empty(Blobs(portal));

        File.WriteAllText(Path.Combine(folder, "articles/a.html"), File.ReadAllText(Path.Combine(folder, "articles/a.html")).Replace("cover: ", "attachments:\n  - id: ", StringComparison.Ordinal));
        Assert.Empty((await RoundTripTests.ImportAsync(portal, folder)).Faults);
        (await portal.Anonymous.GetAsync("/v1/attachments/0178eb93-5688-7db1-9ad1-d1e1c18ca00b/content")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Two_of_one_name_are_named_with_where_the_first_stands(Engine engine)
    {
        await using var portal = new Portal(engine);
        const string Category = "  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n";
        const string File = "  file: a.pdf\n  mediaType: application/pdf\n  createdAt: \"2021-01-04T00:00:00Z\"\n";
        string Article(int id) => $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca00{id}\ntitle: 题\ncategory: news\n{Times}---\n<p>文</p>\n";
        var folder = Folder(portal,
            ("categories.yaml",
                $"- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: news\n{Category}- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: other\n{Category}"
                + $"- id: 0176cae8-7280-74bd-b98c-068539f626a7\n  slug: news\n{Category}"),
            ("media.yaml", $"- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca009\n{File}- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca009\n{File}"), ("media/a.pdf", "%PDF-1.4\n%%EOF\n"),
            ("articles/a.html", Article(1)), ("articles/a.md", Article(2)), ("articles/b.html", Article(1)), ("articles/c.html", Article(9)));

        var faults = (await RoundTripTests.ImportAsync(portal, folder)).Faults.Select(fault => $"{fault}");

        Assert.Equal(
            [
                "articles/a.md:2: slug: the slug 'a' is already at articles/a.html:1",
                "articles/b.html:2: id: the id '0178eb93-5688-7db1-9ad1-d1e1c18ca001' is already at articles/a.html:2",
                "articles/c.html:2: id: the id '0178eb93-5688-7db1-9ad1-d1e1c18ca009' is already at media.yaml:1",
                "categories.yaml:5: id: the id '0176cae8-7280-74bd-b98c-068539f626a6' is already at categories.yaml:1",
                "categories.yaml:10: slug: the slug 'news' is already at categories.yaml:1",
                "media.yaml:5: id: the id '0178eb93-5688-7db1-9ad1-d1e1c18ca009' is already at media.yaml:1",
            ],
            faults);
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
    }

    [Theory, EachEngine]
    public async Task An_original_is_an_article_of_the_folder_and_nothing_is_wrong_with_a_translation_of_a_wrong_one(Engine engine)
    {
        await using var portal = new Portal(engine);
        string Article(int id, string more) => $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca00{id}\ntitle: 题\ncategory: news\n{more}{Times}---\n<p>文</p>\n";
        var folder = Folder(portal,
            ("categories.yaml", "- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: news\n  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("articles/a.html", Article(1, "locale: en\ntranslationOf: nowhere\n")), ("articles/b.html", Article(2, "locale: en\ntranslationOf: ../articles/z\n")),
            ("articles/c.html", Article(3, "locale: en\ntranslationOf: y\n")), ("articles/d.html", Article(4, "locale: en\ntranslationOf: x\n")),
            ("articles/x.md", "no front matter"), ("articles/y.md", Article(5, "state: hidden\n")), ("articles/z.html", Article(6, "")));

        var faults = (await RoundTripTests.ImportAsync(portal, folder)).Faults.Select(fault => $"{fault}");

        Assert.Equal(
            [
                "articles/a.html:6: translationOf: No article of this folder has the slug 'nowhere'.",
                "articles/b.html:6: translationOf: No article of this folder has the slug '../articles/z'.",
                "articles/x.md:1: the front matter between two lines '---' is missing",
                "articles/y.md:5: state: It is one of published, draft, withdrawn.",
            ],
            faults);
    }

    [Theory, EachEngine]
    public async Task An_article_that_says_nothing_of_itself_is_named_and_not_passed_over(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Folder(portal,
            ("categories.yaml", "- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: news\n  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("articles/a.html", "---\n- title: 题\n---\n<p>文</p>\n"), ("articles/b.html", "---\n\n---\n<p>文</p>\n"));

        var faults = (await RoundTripTests.ImportAsync(portal, folder)).Faults.Select(fault => $"{fault}").ToList();

        Assert.Contains("articles/a.html:1: keys with values are expected between the two lines '---'", faults);
        Assert.Contains("articles/b.html:2: 'id' is missing", faults);
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_link_to_another_file_of_the_machine_is_not_followed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Folder(portal,
            ("media.yaml", "- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: a.txt\n  mediaType: text/plain\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("media/b.txt", "secret"), ("articles/b.html", "---\n"));
        File.CreateSymbolicLink(Path.Combine(folder, "media/a.txt"), Path.Combine(folder, "media/b.txt"));
        File.CreateSymbolicLink(Path.Combine(folder, "articles/a.html"), Path.Combine(folder, "media/b.txt"));

        var faults = (await RoundTripTests.ImportAsync(portal, folder)).Faults.Select(fault => $"{fault}").ToList();

        Assert.Contains("media.yaml:2: file: the file media/a.txt is missing", faults);
        Assert.Contains("articles/a.html:1: it is a link; files are expected here", faults);
    }

    [Theory, EachEngine]
    public async Task A_list_or_a_folder_in_it_that_is_a_link_is_named_and_not_followed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Folder(portal,
            ("media.yaml", "- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: a.pdf\n  mediaType: application/pdf\n  createdAt: \"2021-01-04T00:00:00Z\"\n"),
            ("../elsewhere/a.pdf", "%PDF-1.4\n%%EOF\n"), ("../elsewhere/site.yaml", "name: 门户\n"),
            ("../elsewhere/a.html", $"---\nid: 0178eb93-5688-7db1-9ad1-d1e1c18ca001\ntitle: 题\ncategory: news\n{Times}---\n<p>文</p>\n"));
        var elsewhere = Path.Combine(portal.DataDirectory, "elsewhere");
        Directory.CreateSymbolicLink(Path.Combine(folder, "articles"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(folder, "media"), elsewhere);
        File.CreateSymbolicLink(Path.Combine(folder, "site.yaml"), Path.Combine(elsewhere, "site.yaml"));
        File.CreateSymbolicLink(Path.Combine(folder, "categories.yaml"), Path.Combine(elsewhere, "nowhere"));

        var faults = (await RoundTripTests.ImportAsync(portal, folder)).Faults.Select(fault => $"{fault}");

        Assert.Equal(
            [
                "articles:1: it is a link; a folder is expected here", "categories.yaml:1: it is a link; files are expected here", "media:1: it is a link; a folder is expected here",
                "media.yaml:2: file: the file media/a.pdf is missing", "site.yaml:1: it is a link; files are expected here",
            ],
            faults);
        Assert.Empty(Blobs(portal));
    }

    private static string Folder(Portal portal, params (string Name, string Text)[] files)
    {
        var folder = Path.Combine(portal.DataDirectory, "in");
        foreach (var (name, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!); // never null: below the folder
            File.WriteAllText(Path.Combine(folder, name), text);
        }
        return folder;
    }

    private static IEnumerable<string> Blobs(Portal portal) =>
        Directory.EnumerateFiles(Path.Combine(portal.DataDirectory, "blobs"), "*", SearchOption.AllDirectories);
}
