using System.Net;
using HeadlessCms.Articles;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Walks what the public can ask and looks for any trace of what is not public.</summary>
public sealed class DraftsAreUnreachableTests
{
    [Theory, EachEngine]
    public async Task No_public_answer_names_what_is_not_public(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var tag = Samples.Name("t")[..20];
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        object Article(string slug) => new
        {
            slug,
            title = $"题 {slug}",
            body = "<p>文</p>",
            categoryId = category,
            tags = new[] { tag },
            author = "作者",
            source = new { name = "来源" },
            coverId = slug.StartsWith("secret", StringComparison.Ordinal) ? file : null,
        };
        var open = await portal.PublishedAsync(Article("open-article"));
        var secrets = new List<string> { (await portal.DraftAsync(Article("secret-draft"))).Id() };
        foreach (var slug in (string[])["secret-withdrawn", "secret-trashed", "secret-erased"])
        {
            secrets.Add(await portal.PublishedAsync(Article(slug)));
        }
        await portal.Admin.PostAsync($"/v1/articles/{secrets[1]}/withdraw", new { reason = "legal", note = "secret-note" });
        await portal.Admin.DeleteAsync($"/v1/articles/{secrets[2]}", "*");
        await portal.Admin.DeleteAsync($"/v1/articles/{secrets[3]}?permanent=true", "*");
        await portal.Admin.PatchAsync($"/v1/articles/{open}", new { title = "secret-pending", slug = "secret-slug", tags = new[] { "secret-tag" } }, "*");

        var paths = Lists(category, tag, [open, .. secrets]).Concat(Ones(open)).ToList();
        Assert.True(paths.Count > 40);
        foreach (var path in paths)
        {
            var answer = await portal.Anonymous.GetAsync(path);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{path}: {answer.Status}");
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
            Assert.All(secrets.Append(file), id => Assert.False(answer.Text.Contains(id, StringComparison.Ordinal) && !path.Contains(id, StringComparison.Ordinal), $"{path} names {id}"));
        }
        foreach (var path in secrets.Concat(["secret-draft", "secret-slug", "secret-withdrawn"]).SelectMany(Ones))
        {
            var answer = await portal.Anonymous.GetAsync(path);
            Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Unauthorized, $"{path}: {answer.Status}");
            Assert.DoesNotContain("题", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-note", answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal(1, (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Json.GetProperty("articleCount").GetInt32());
        Assert.Equal(1, (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&count=true")).Json.GetProperty("total").GetInt32());
    }

    [Theory, EachEngine]
    public async Task What_editors_prepare_changes_no_public_answer_and_no_header_of_one(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var (category, tag) = (await portal.CategoryAsync(), Samples.Name("t")[..20]);
        object Article(string slug, string? of) => new
        {
            slug,
            title = $"题 {slug}",
            body = "<p>文</p>",
            categoryId = category,
            tags = new[] { tag },
            author = "作者",
            source = new { name = "来源" },
            locale = of is null ? "zh-CN" : "en",
            translationOf = of,
        };
        var open = await portal.PublishedAsync(Article("open-article", null));
        for (var n = 0; n < 3; n++)
        {
            await portal.PublishedAsync(Article($"open-{n}", null)); // so that lists have more than one page
        }
        var paths = Lists(category, tag, [open]).Concat(Ones(open)).Append($"/v1/articles?tag={tag}&limit=2&include=translations").ToList();
        clock.Advance(TimeSpan.FromMinutes(5)); // within the second of a change the answers are dated before it
        var before = await AskAsync(portal, paths);
        Assert.Contains(before, answer => answer.Contains("rel=", StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromMinutes(5));
        var draft = (await portal.DraftAsync(Article("secret-translation", open))).Id();
        (await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { title = "secret", tags = new[] { "secret-tag" }, alsoInIds = Array.Empty<string>() }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{open}", new { title = "secret-pending", slug = "secret-slug" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish", new { at = clock.GetUtcNow().AddDays(3) })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/previews", new { })).Expect(HttpStatusCode.Created);
        foreach (var part in (string[])["/schedule", "", "?permanent=true"])
        {
            (await portal.Admin.DeleteAsync($"/v1/articles/{draft}{part}", "*")).Expect(part.Length > 1 && part[0] == '?' ? HttpStatusCode.NoContent : HttpStatusCode.OK);
            Assert.Equal(before, await AskAsync(portal, paths));
        }
    }

    // What is answered, with the headers that are made of it, but for what is of this one request.
    private static async Task<List<string>> AskAsync(Portal portal, IEnumerable<string> paths)
    {
        var answers = new List<string>();
        foreach (var path in paths)
        {
            var answer = await portal.Anonymous.GetAsync(path);
            var headers = ((string[])["ETag", "Last-Modified", "Link", "Cache-Control", "Vary", "Content-Type"]).Select(name => answer.Headers.GetValueOrDefault(name, "-"));
            var body = answer.Status is HttpStatusCode.OK ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(answer.Bytes)) : "";
            answers.Add($"{path} {(int)answer.Status} {string.Join(" | ", headers)} {body}");
        }
        return answers;
    }

    private static IEnumerable<string> Lists(string category, string tag, string[] ids)
    {
        const string All = "include=body,breadcrumbs,attachments,views,neighbours,document,rights,alsoIn,corrections,translations,extra,formerUrls";
        string[] filters =
        [
            "limit=100", $"category={category}", $"category={category}&depth=0", $"tag={tag}", "author=作者", "source=来源", "locale=zh-CN",
            "publishedAfter=2000-01-01T00:00:00Z", "publishedBefore=2999-01-01T00:00:00Z", "featured=false", "pinned=false", "hasAttachments=false",
            $"ids={string.Join(',', ids)}", "tag=secret-tag",
        ];
        foreach (var filter in filters)
        {
            yield return $"/v1/articles?{filter}&{All}&count=true";
            yield return $"/v1/articles?{filter}&sort=-views";
            yield return $"/v1/articles?{filter}&sort=title";
        }
        foreach (var state in ArticleQuery.States)
        {
            yield return $"/v1/articles?state={state}";
        }
        yield return $"/v1/views?ids={string.Join(',', ids)}";
        yield return "/v1/articles/trending?window=24h";
        yield return "/v1/tags";
        yield return "/v1/categories";
        yield return "/v1/categories?as=tree";
        yield return "/v1/attachments";
        foreach (var format in (string[])["rss.xml", "atom.xml", "feed.json"])
        {
            yield return $"/v1/feeds/{format}?category={category}&full=true";
            yield return $"/v1/feeds/{format}?tag={tag}&limit=1";
        }
        yield return "/sitemap.xml";
        yield return $"/sitemaps/{Guid.Empty}.xml";
        yield return "/news-sitemap.xml";
    }

    private static IEnumerable<string> Ones(string id) =>
        ((string[])["", "?version=draft", "?include=neighbours,views", "/neighbours", "/related", "/head", "/ninjs", "/views", "/qr.svg", "/qr.png"])
        .Select(part => $"/v1/articles/{id}{part}");
}
