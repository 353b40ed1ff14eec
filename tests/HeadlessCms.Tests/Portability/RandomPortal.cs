using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Portability;

/// <summary>Fills a portal through the API with a little of everything, in texts that are hard to write down.</summary>
internal sealed class RandomPortal(Portal portal, int seed)
{
    // What YAML, HTML and line ends make something else of, when one is not careful.
    private static readonly string[] Pieces =
    [
        "苏州", "要闻", "a", " ", "  ", ": ", " #", "- ", "'", "\"", "\\", "{", "}", "[", "]", "&", "*", "!", "|", ">", "%", "@", "`", "~", "true", "null", "0x1f",
        "1e3", "2024-01-01", "\t", "\n", "\r\n", "\u0085", "\u2028", "\ufeff", "\u3000", "\u200b", "𠮷", "😀", "é", "---", "...", "?", ",", "=", "<b>", "&amp;",
    ];

    private readonly Random _random = new(seed);
    private readonly List<string> _categories = [];
    private readonly List<string> _images = [];
    private readonly List<string> _files = [];
    private readonly List<string> _articles = [];

    public async Task FillAsync(int articles)
    {
        await AddCategoriesAsync();
        await AddFilesAsync();
        await OkAsync(HttpMethod.Patch, "/v1/site", new { domain = "www.first.example" }); // which ids in feeds name ever after
        await ChangeSiteAsync();
        for (var n = 0; n < articles; n++)
        {
            _articles.Add(await AddArticleAsync(n));
        }
        for (var n = 0; n < articles; n++)
        {
            await LiveAsync(_articles[n], n);
        }
    }

    private async Task AddCategoriesAsync()
    {
        for (var n = 0; n < 6; n++)
        {
            var slug = $"c{seed}-{n}";
            await OkAsync(HttpMethod.Post, "/v1/categories", new
            {
                slug,
                name = $"{n}{Text(20)}",
                description = Maybe(() => Text(60)),
                keywords = Maybe(() => new[] { Text(10), Text(10) + "." }),
                type = Maybe(() => Text(10)),
                parentId = _categories.Count == 0 || _random.Next(3) == 0 ? null : Any(_categories),
            });
            _categories.Add(slug);
        }
        // An address of before leads on, also elsewhere.
        await OkAsync(HttpMethod.Patch, $"/v1/categories/{_categories[0]}", new { slug = _categories[0] + "-new" });
        _categories[0] += "-new";
    }

    private async Task AddFilesAsync()
    {
        var pdf = SampleFiles.Pdf();
        var longName = string.Concat(Enumerable.Repeat("长", 196)) + ".pdf"; // 588 bytes of name and its extension
        foreach (var (bytes, name) in ((byte[], string)[])[(pdf, "a.pdf"), (pdf, "同.pdf"), ([.. pdf, (byte)'\n'], "a.pdf"), ([.. pdf, (byte)'\n', (byte)'\n'], longName)])
        {
            _files.Add(await portal.UploadAsync(bytes, name, ("caption", Line(20))));
        }
        _images.Add(await portal.UploadAsync(SampleImages.Png(3, 2), "p.png", ("alt", Line(20)), ("credit", Line(10))));
        _images.Add(await portal.UploadAsync(SampleImages.Png(4, 2), "P.png", ("decorative", "true")));
    }

    private Task ChangeSiteAsync() => OkAsync(HttpMethod.Patch, "/v1/site", new
    {
        name = "门户: #1",
        domain = "www.example.gov.cn",
        siteIdCode = "3205000001",
        timeZone = "America/St_Johns",
        defaultLocale = "zh-Hans-CN",
        articleUrlTemplate = "https://www.example.gov.cn/{categoryPath}/{yyyy}/{slug}",
        description = Text(50),
        logo = _images[0],
    });

    private async Task<string> AddArticleAsync(int n)
    {
        var image = Any(_images);
        var answer = await OkAsync(HttpMethod.Post, "/v1/articles", new
        {
            slug = $"a{seed}-{n}",
            title = $"{Text(40)}!",
            subtitle = Maybe(() => Text(30)),
            kicker = Maybe(() => Text(30)),
            summary = Maybe(() => Text(60)),
            body = _random.Next(2) == 0 ? $"# {Text(30)}\n\n{Text(80)}\n" : $"<p>{Text(80)}</p>\r\n<p><img src=\"/v1/attachments/{image}/content\" alt=\"图\"></p>",
            bodyFormat = _random.Next(2) == 0 ? "markdown" : "html",
            linkUrl = Maybe(() => "https://example.com/?a=b#c"),
            locale = (n % 5) switch { 1 => "fr", 2 => "ug", _ => Maybe(() => "en") }, // one translation into each
            translationOf = n % 5 is 1 or 2 ? _articles[n / 5 * 5] : null,
            categoryId = Any(_categories),
            alsoInIds = Maybe(() => new[] { _categories[1], _categories[2] }),
            source = Maybe(() => new { name = Text(20) + "报", url = Maybe(() => "https://example.com/a?b=c#d") }),
            author = Maybe(() => Text(20)),
            editor = Maybe(() => Text(20)),
            tags = Maybe(() => new[] { Text(10) + "1", Text(10) + "2" }),
            featured = _random.Next(2) == 0,
            pinnedUntil = Maybe(() => "2031-01-02T03:04:05.678+02:00"),
            coverId = Maybe(() => image),
            attachments = Maybe(() => new[] { new { id = Any(_files), role = "related" }, new { id = image, role = "gallery" } }),
            document = Maybe(() => new { indexNumber = Text(20), topic = Maybe(() => Text(10)), issuer = Text(10), documentNumber = "〔2024〕1号", writtenOn = "2024-02-29", status = "有效" }),
            rights = Maybe(() => new { copyrightHolder = Text(20), usageTerms = Text(40), embargoUntil = "2020-01-01T00:00:00Z", aiGenerated = true }),
            extra = Maybe(() => new { z = Text(20), a = new object?[] { 1.50m, null, "\u2028", true }, n = new { deep = "\n" } }),
            formerUrls = Maybe(() => new[] { $"http://old.example.gov.cn/art/2019/3/1/art_{n}.html?a=b&c=%d6%d0#d", "HTTPS://例子.测试/路径" }),
            publishedAt = Maybe(() => "2019-12-31T23:59:59.999Z"),
            changeNote = Maybe(() => Text(30)),
        });
        return answer.Id();
    }

    // Drafts, such with a time set, public ones, with corrections and an end, withdrawn ones, some in the trash; some with another slug before, or changed since.
    private async Task LiveAsync(string id, int n)
    {
        var path = $"/v1/articles/{id}";
        if (n % 4 == 3)
        {
            if (n % 8 == 3)
            {
                await OkAsync(HttpMethod.Post, $"{path}/publish", new { at = "2099-01-01T00:00:00.5Z", until = Maybe(() => "2099-01-02T08:00:00+08:00"), changeNote = Maybe(() => Text(20)) });
            }
            return;
        }
        await OkAsync(HttpMethod.Post, $"{path}/publish", new { changeNote = Maybe(() => Text(20)) });
        for (var views = _random.Next(3); views > 0; views--)
        {
            (await portal.Anonymous.PostAsync($"{path}/views")).Expect(HttpStatusCode.OK);
        }
        if (n % 4 == 1)
        {
            await OkAsync(HttpMethod.Post, $"{path}/publish", new { correction = Text(40), until = Maybe(() => "2099-01-02T08:00:00+08:00") });
            await OkAsync(HttpMethod.Post, $"{path}/publish", new { correction = Text(40), until = "2099-01-03T08:00:00+08:00" });
        }
        if (_random.Next(3) == 0)
        {
            await OkAsync(HttpMethod.Patch, path, new { slug = $"b{seed}-{n}", title = Text(20) + "?" });
            await OkAsync(HttpMethod.Post, $"{path}/publish", new { });
        }
        if (_random.Next(3) == 0)
        {
            await OkAsync(HttpMethod.Patch, path, new { slug = $"pending{seed}-{n}" });
        }
        if (_random.Next(4) == 0)
        {
            await OkAsync(HttpMethod.Post, $"{path}/withdraw", new { reason = "legal" });
        }
        if (n % 10 == 0 || _random.Next(6) == 0) // the originals of half of the translations, too
        {
            (await portal.Admin.DeleteAsync(path, "*")).Expect(HttpStatusCode.OK);
        }
    }

    private async Task<Answer> OkAsync(HttpMethod method, string path, object body)
    {
        var answer = method == HttpMethod.Post ? await portal.Admin.PostAsync(path, body) : await portal.Admin.PatchAsync(path, body, "*");
        return answer.Expect(method == HttpMethod.Post && path is "/v1/articles" or "/v1/categories" ? HttpStatusCode.Created : HttpStatusCode.OK);
    }

    private string Text(int longest)
    {
        var text = new StringBuilder();
        for (var n = _random.Next(1, 8); n > 0 && text.Length < longest - 6; n--)
        {
            text.Append(Any(Pieces));
        }
        return text.ToString().Trim().Length > 0 ? text.ToString() : "字";
    }

    private string Line(int longest) => string.Concat(Text(longest).Where(letter => !char.IsControl(letter)));

    private T? Maybe<T>(Func<T> make) where T : class => _random.Next(2) == 0 ? make() : null;

    private T Any<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];
}
