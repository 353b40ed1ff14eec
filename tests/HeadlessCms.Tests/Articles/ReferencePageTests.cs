using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Sharing;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>
/// The page that all this is for, made by an editor's client and read by a front end, through HTTP alone. What it says is
/// read from the sample portal's files; what they hold is not loaded.
/// </summary>
public sealed class ReferencePageTests
{
    private const string Photo = "innovation-congress.jpg";
    private const string Alt = "会场全景：主席台大屏幕前坐着与会嘉宾，台下座无虚席";
    private const string Page = "/v1/articles/innovation-centres-launched";

    // What readers see, and where it lies.
    private static readonly (string Name, string File)[] Files =
    [
        ("“一区两中心”支持政策要点（整理稿）.pdf", "yi-qu-liang-zhong-xin-zhi-chi-zheng-ce-yao-dian-zheng-li-gao.pdf"),
        ("“一区两中心”数据一览.pdf", "yi-qu-liang-zhong-xin-shu-ju-yi-lan.pdf"),
    ];

    [Theory, EachEngine]
    public async Task Everything_on_it_comes_back_as_it_was_sent(Engine engine)
    {
        await using var portal = new Portal(engine); // of its own: the addresses are those of the page
        var (photo, files, sent) = await MakeAsync(portal);

        var page = (await portal.Anonymous.GetAsync($"{Page}?include=views")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal("首页 > 新闻中心 > 苏州要闻", string.Join(" > ", page.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("name"))));
        Assert.Equal(["home", "news", "suzhou-news"], page.GetProperty("breadcrumbs").EnumerateArray().Select(step => step.Text("slug")));
        foreach (var name in (string[])["title", "subtitle", "kicker", "summary", "body", "editor", "tags", "source", "publishedAt"])
        {
            Assert.True(JsonElement.DeepEquals(sent.GetProperty(name), page.GetProperty(name)), $"{name}: {page.GetProperty(name)}");
        }
        Assert.Equal("2021-04-20T04:11:00+08:00", page.Text("publishedAt"));
        Assert.Equal("苏州日报", page.GetProperty("source").Text("name"));
        Assert.All(["100亿元", "104个", "200亿元", "2030年", "500亿元", "2500亿元", "徐南平", "许昆林", "齐家滨"], told => Assert.Contains(told, page.Text("body"), StringComparison.Ordinal));
        Assert.Equal(3, page.GetProperty("views").GetInt32());
        Assert.Equal("published", page.Text("state"));
        var cover = page.GetProperty("cover");
        Assert.Equal((photo, Alt, "推进大会现场", "王亭川 摄"), (cover.Text("id"), cover.Text("alt"), cover.Text("caption"), cover.Text("credit")));
        await IsServedAsync(portal, cover.Text("url")!, Photo, "image/jpeg");
        var attachments = page.GetProperty("attachments").EnumerateArray().ToList();
        Assert.Equal(files.Zip(Files.Select(file => file.Name)), attachments.Select(file => (file.Text("id")!, file.Text("fileName")!)));
        foreach (var (file, (_, kept)) in attachments.Zip(Files))
        {
            var bytes = Bytes(kept);
            Assert.Equal(("related", "application/pdf", bytes.Length), (file.Text("role"), file.Text("mediaType"), file.GetProperty("size").GetInt32()));
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), file.Text("sha256"));
            await IsServedAsync(portal, file.Text("url")!, kept, "application/pdf");
        }
        var url = page.Text("url");
        Assert.Equal("https://www.example.gov.cn/suzhou-news/innovation-centres-launched", url);
        foreach (var query in (string[])["", "?size=300&ecc=H"])
        {
            var png = (await portal.Anonymous.GetAsync($"{Page}/qr.png{query}")).Expect(HttpStatusCode.OK);
            var svg = (await portal.Anonymous.GetAsync($"{Page}/qr.svg{query}")).Expect(HttpStatusCode.OK);
            Assert.Equal($"{url}?src=qr", (await QrSamples.ReadPngAsync(png.Bytes)).Trim());
            Assert.Equal($"{url}?src=qr", (await QrSamples.ReadSvgAsync(svg.Bytes)).Trim());
        }
    }

    // As an editor's client does: sections, files, a draft that nobody sees, its publishing; then three readers.
    private static async Task<(string Photo, string[] Files, JsonElement Sent)> MakeAsync(Portal portal)
    {
        await CategoryAsync(portal, "home", "首页", parent: null);
        await CategoryAsync(portal, "news", "新闻中心", "home");
        await CategoryAsync(portal, "suzhou-news", "苏州要闻", "news");
        var photo = await portal.UploadAsync(Bytes(Photo), Photo, ("alt", Alt), ("caption", "推进大会现场"), ("credit", "王亭川 摄"));
        var files = new[] { await portal.UploadAsync(Bytes(Files[0].File), Files[0].Name), await portal.UploadAsync(Bytes(Files[1].File), Files[1].Name) };
        var text = await File.ReadAllTextAsync(Repository.Locate("seeds/articles/innovation-centres-launched.html"));
        var draft = new
        {
            slug = "innovation-centres-launched",
            title = Line(text, "title"),
            subtitle = Line(text, "subtitle"),
            kicker = Line(text, "kicker"),
            summary = Line(text, "summary"),
            body = Regex.Replace(text[(text.IndexOf("\n---\n", StringComparison.Ordinal) + 5)..].TrimEnd('\n'), "(?<=/v1/attachments/)[0-9a-f-]{36}", photo),
            categoryId = "suzhou-news",
            source = new { name = "苏州日报", url = (string?)null },
            editor = Line(text, "editor"),
            tags = new[] { "科技创新", "一区两中心" },
            coverId = photo,
            attachments = files.Select(id => new { id, role = "related" }),
            publishedAt = "2021-04-20T04:11:00+08:00",
        };
        var made = await portal.DraftAsync(draft);
        (await portal.Anonymous.GetAsync(Page)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.PostAsync($"/v1/articles/{made.Id()}/publish")).Expect(HttpStatusCode.OK);
        for (var reader = 0; reader < 3; reader++)
        {
            (await portal.Anonymous.PostAsync($"{Page}/views")).Expect(HttpStatusCode.OK);
        }
        return (photo, files, JsonSerializer.SerializeToElement(draft));
    }

    private static async Task CategoryAsync(Portal portal, string slug, string name, string? parent) =>
        (await portal.Admin.PostAsync("/v1/categories", new { slug, name, parentId = parent })).Expect(HttpStatusCode.Created);

    // Whole, and in three parts as whoever was cut off asks for them.
    private static async Task IsServedAsync(Portal portal, string path, string file, string type)
    {
        var bytes = Bytes(file);
        var whole = (await portal.Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);
        Assert.Equal(type, whole.Headers["Content-Type"]);
        Assert.Equal(bytes, whole.Bytes);
        var joined = new List<byte>();
        foreach (var range in (string[])["bytes=0-99", "bytes=100-1099", "bytes=1100-"])
        {
            joined.AddRange((await portal.Anonymous.GetAsync(path, ("Range", range), ("If-Range", whole.ETag!))).Expect(HttpStatusCode.PartialContent).Bytes);
        }
        Assert.Equal(bytes, joined);
        Assert.Equal(bytes[^16..], (await portal.Anonymous.GetAsync(path, ("Range", "bytes=-16"))).Expect(HttpStatusCode.PartialContent).Bytes);
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(Repository.Locate($"seeds/media/{file}"));

    private static string Line(string text, string name) => Regex.Match(text, $"^{name}: (.+)$", RegexOptions.Multiline).Groups[1].Value;
}
