using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Portability;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Portability;

public sealed class SamplePortalTests
{
    private static readonly string Seeds = Repository.Locate("seeds");

    private static readonly Dictionary<string, string> WithSample = new() { ["Cms:SampleContent"] = "true" };

    [Theory, EachEngine]
    public async Task The_sample_portal_leaves_as_it_came_byte_for_byte(Engine engine)
    {
        await using var portal = new Portal(engine, WithSample);
        var folder = Path.Combine(portal.DataDirectory, "out");

        await portal.Services.GetRequiredService<PortalExport>().RunAsync(folder, LeavingSelection.All, progress: null, CancellationToken.None);

        var files = Names(Seeds);
        Assert.True(files.Length > 100, "the sample portal has files");
        Assert.Equal(files, Names(folder));
        foreach (var file in files)
        {
            Assert.True(File.ReadAllBytes(Path.Combine(Seeds, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, file))), $"{file} differs");
        }
    }

    [Theory, EachEngine]
    public async Task Corrections_and_what_is_set_for_later_leave_and_come_back_byte_for_byte(Engine engine)
    {
        await using var portal = new Portal(engine);
        await using var other = new Portal(engine);
        var (first, second) = (Path.Combine(portal.DataDirectory, "out"), Path.Combine(other.DataDirectory, "out"));
        var category = await portal.CategoryAsync();
        string Address(string id, string more = "") => $"/v1/articles/{id}{more}";
        Task<Answer> PublishAsync(string id, object how) => portal.Admin.PostAsync(Address(id, "/publish"), how);
        await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var corrected = await portal.PublishedAsync(new { slug = "corrected", title = "题", body = "<p>文</p>", categoryId = category });
        (await PublishAsync(corrected, new { correction = "日期有误:应为\n\"5月\"。" })).Expect(HttpStatusCode.OK);
        (await PublishAsync(corrected, new { correction = "标题有误。", until = "2099-01-02T08:00:00.5+08:00" })).Expect(HttpStatusCode.OK);
        var set = (await portal.DraftAsync(new { slug = "set", title = "题", body = "<p>文</p>", categoryId = category })).Id();
        (await PublishAsync(set, new { at = "2099-01-01T00:00:00Z", until = "2099-01-02T00:00:00Z", changeNote = "定时" })).Expect(HttpStatusCode.OK);
        var outdated = (await portal.DraftAsync(new { slug = "outdated", title = "题", body = "<p>文</p>", categoryId = category })).Id();
        (await PublishAsync(outdated, new { at = "2099-01-01T00:00:00Z" })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync(Address(outdated), new { title = "未定" }, "*")).Expect(HttpStatusCode.OK);

        await portal.Services.GetRequiredService<PortalExport>().RunAsync(first, LeavingSelection.All, progress: null, CancellationToken.None);
        var came = await other.Services.GetRequiredService<PortalImport>().RunAsync(first, dryRun: false, Actor.Program("test"), progress: null, CancellationToken.None);
        await other.Services.GetRequiredService<PortalExport>().RunAsync(second, LeavingSelection.All, progress: null, CancellationToken.None);

        Assert.Empty(came.Faults);
        foreach (var file in Names(first))
        {
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(first, file)), await File.ReadAllTextAsync(Path.Combine(second, file)));
        }
        Assert.Equal((await portal.Anonymous.GetAsync(Address(corrected))).Json.GetProperty("corrections").GetRawText(),
            (await other.Anonymous.GetAsync(Address(corrected))).Json.GetProperty("corrections").GetRawText());
        foreach (var id in (string[])[corrected, set])
        {
            Assert.Equal((await portal.Admin.GetAsync(Address(id, "?version=draft"))).Json.GetProperty("schedule").GetRawText(),
                (await other.Admin.GetAsync(Address(id, "?version=draft"))).Json.GetProperty("schedule").GetRawText());
        }
        // What nobody set a time for is not published by one that was set for what it was before.
        Assert.Equal(("draft", "未定"), ((await other.Admin.GetAsync(Address(outdated, "?version=draft"))).Json.Text("state"), (await other.Admin.GetAsync(Address(outdated, "?version=draft"))).Json.Text("title")));
        Assert.Equal([set, corrected], (await other.Admin.GetAsync("/v1/articles?state=scheduled")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_second_import_changes_nothing(Engine engine)
    {
        await using var portal = new Portal(engine, WithSample);
        var before = await portal.Anonymous.GetAsync("/v1/articles?limit=100");

        var again = await portal.Services.GetRequiredService<PortalImport>().RunAsync(Seeds, dryRun: false, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Equal((0, 0, 0, 0), (again.Faults.Count, again.Articles, again.Categories, again.Files));
        (await portal.Anonymous.GetAsync("/v1/articles?limit=100", ("If-None-Match", before.ETag!))).Expect(HttpStatusCode.NotModified);
    }

    [Theory, EachEngine]
    public async Task The_reference_page_comes_out_whole(Engine engine)
    {
        await using var portal = new Portal(engine, WithSample);

        var page = (await portal.Anonymous.GetAsync("/v1/articles/innovation-centres-launched?include=views")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal("首页 > 新闻中心 > 苏州要闻", string.Join(" > ", page.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name"))));
        Assert.Equal("2021-04-20T04:11:00+08:00", page.Text("publishedAt"));
        Assert.Equal("苏州日报", page.GetProperty("source").Text("name"));
        Assert.Equal(1024, page.GetProperty("views").GetInt32());
        Assert.Equal("王亭川 摄", page.GetProperty("cover").Text("credit"));
        Assert.Equal("https://www.example.gov.cn/suzhou-news/innovation-centres-launched", page.Text("url"));
        var text = $"{page.Text("subtitle")} {page.Text("body")}";
        foreach (var figure in (string[])["100亿元", "104个项目", "200亿元", "2030年", "500亿元", "2500亿元"])
        {
            Assert.Contains(figure, text, StringComparison.Ordinal);
        }
        var attachments = page.GetProperty("attachments").EnumerateArray().ToList();
        Assert.All(attachments, file => Assert.Equal("application/pdf", file.Text("mediaType")));
        Assert.Equal(["“一区两中心”支持政策要点（整理稿）.pdf", "“一区两中心”数据一览.pdf"], attachments.Select(file => file.Text("fileName")));
        var media = new PortalReader(Seeds, new ImportFaults()).ReadMedia().ToDictionary(file => file.Id);
        foreach (var file in attachments)
        {
            var bytes = (await portal.Anonymous.GetAsync(file.Text("url")!)).Expect(HttpStatusCode.OK);
            Assert.Equal(File.ReadAllBytes(Path.Combine(Seeds, "media", media[Guid.Parse(file.Text("id")!)].File)), bytes.Bytes);
            var part = await portal.Anonymous.GetAsync(file.Text("url")!, ("Range", "bytes=5-9"));
            Assert.Equal(bytes.Bytes[5..10], part.Expect(HttpStatusCode.PartialContent).Bytes);
        }
    }

    [Theory, EachEngine]
    public async Task Every_fault_is_named_with_its_file_and_line_and_nothing_is_stored(Engine engine)
    {
        await using var portal = new Portal(engine);
        var folder = Path.Combine(portal.DataDirectory, "in");
        Directory.CreateDirectory(Path.Combine(folder, "articles"));
        await File.WriteAllTextAsync(Path.Combine(folder, "categories.yaml"), "- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: home\n  name: 首页\n  createdAt: \"2021-01-04\"\n  colour: red\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "media.yaml"), "- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: none.pdf\n  mediaType: application/pdf\n  createdAt: \"2021-01-04T00:00:00Z\"\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "articles", "a.html"), "---\nid: x\ntitle: 题\ncategory: nowhere\ncreatedAt: \"2021-01-04T00:00:00Z\"\nupdatedAt: \"2021-01-04T00:00:00Z\"\n---\n<p>文</p>\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "articles", "b.html"), "no front matter\n");

        var outcome = await portal.Services.GetRequiredService<PortalImport>().RunAsync(folder, dryRun: false, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith("categories.yaml:4: 'createdAt'", StringComparison.Ordinal));
        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith("categories.yaml:5: there is no key 'colour'", StringComparison.Ordinal));
        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith("media.yaml:2: file: the file media/none.pdf is missing", StringComparison.Ordinal));
        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith("articles/a.html:2: 'id'", StringComparison.Ordinal));
        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith("articles/b.html:1:", StringComparison.Ordinal));
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
    }

    [Theory]
    [EachEngine("../site.yaml")]
    [EachEngine("/etc/hostname")]
    public async Task No_file_outside_of_the_folder_is_taken_in(Engine engine, string file)
    {
        await using var portal = new Portal(engine);
        var folder = Path.Combine(portal.DataDirectory, "in");
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        await File.WriteAllTextAsync(Path.Combine(folder, "site.yaml"), "name: 门户\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "media.yaml"), $"- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: {file}\n  fileName: a.txt\n  mediaType: text/plain\n  createdAt: \"2021-01-04T00:00:00Z\"\n");

        var outcome = await portal.Services.GetRequiredService<PortalImport>().RunAsync(folder, dryRun: false, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith($"media.yaml:2: file: the file media/{file} is missing", StringComparison.Ordinal));
    }

    [Theory, EachEngine]
    public async Task A_dry_run_stores_nothing_and_says_what_would_be(Engine engine)
    {
        await using var portal = new Portal(engine);

        var outcome = await portal.Services.GetRequiredService<PortalImport>().RunAsync(Seeds, dryRun: true, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Empty(outcome.Faults);
        Assert.True(outcome.Articles > 60);
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.DataDirectory, "blobs"), "*", SearchOption.AllDirectories));
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
