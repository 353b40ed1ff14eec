using System.Net;
using HeadlessCms.Access;
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

        await portal.Services.GetRequiredService<PortalExport>().RunAsync(folder, progress: null, CancellationToken.None);

        var files = Names(Seeds);
        Assert.True(files.Length > 100, "the sample portal has files");
        Assert.Equal(files, Names(folder));
        foreach (var file in files)
        {
            Assert.True(File.ReadAllBytes(Path.Combine(Seeds, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, file))), $"{file} differs");
        }
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
        foreach (var file in attachments)
        {
            var bytes = (await portal.Anonymous.GetAsync(file.Text("url")!)).Expect(HttpStatusCode.OK);
            Assert.Equal(File.ReadAllBytes(Path.Combine(Seeds, "media", file.Text("fileName")!)), bytes.Bytes);
            var part = await portal.Anonymous.GetAsync(file.Text("url")!, ("Range", "bytes=5-9"));
            Assert.Equal(bytes.Bytes[5..10], part.Expect(HttpStatusCode.PartialContent).Bytes);
        }
    }

    [Fact]
    public async Task Every_fault_is_named_with_its_file_and_line_and_nothing_is_stored()
    {
        await using var portal = new Portal(Engine.Sqlite);
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
    [InlineData("../site.yaml")]
    [InlineData("/etc/hostname")]
    public async Task No_file_outside_of_the_folder_is_taken_in(string file)
    {
        await using var portal = new Portal(Engine.Sqlite);
        var folder = Path.Combine(portal.DataDirectory, "in");
        Directory.CreateDirectory(Path.Combine(folder, "media"));
        await File.WriteAllTextAsync(Path.Combine(folder, "site.yaml"), "name: 门户\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "media.yaml"), $"- id: 0178eb93-5688-7db1-9ad1-d1e1c18ca00b\n  file: {file}\n  fileName: a.txt\n  mediaType: text/plain\n  createdAt: \"2021-01-04T00:00:00Z\"\n");

        var outcome = await portal.Services.GetRequiredService<PortalImport>().RunAsync(folder, dryRun: false, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Contains(outcome.Faults, fault => $"{fault}".StartsWith($"media.yaml:2: file: the file media/{file} is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_stores_nothing_and_says_what_would_be()
    {
        await using var portal = new Portal(Engine.Sqlite);

        var outcome = await portal.Services.GetRequiredService<PortalImport>().RunAsync(Seeds, dryRun: true, Actor.Program("test"), progress: null, CancellationToken.None);

        Assert.Empty(outcome.Faults);
        Assert.True(outcome.Articles > 60);
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.DataDirectory, "blobs"), "*", SearchOption.AllDirectories));
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
