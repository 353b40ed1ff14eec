using System.Net;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Sharing;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Site;

/// <summary>Where the address of an article's page is said: everywhere the very next read says another when the site's template is another.</summary>
public sealed partial class AddressesEverywhereTests
{
    private const string Template = "https://news.example.cn/{categoryPath}/{slug}";

    [Theory, EachEngine]
    public async Task Another_template_is_another_address_wherever_one_is_said(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var other = await portal.PublishedAsync(new { title = "邻", body = "<p>文</p>", categoryId = category, tags = new[] { "苏州" } });
        var id = await portal.PublishedAsync(new { slug = "story", title = "题", body = "<p>文</p>", categoryId = category, tags = new[] { "苏州" } });
        await portal.Anonymous.PostAsync($"/v1/articles/{id}/views");
        var link = (await portal.Admin.PostAsync($"/v1/articles/{id}/previews")).Expect(HttpStatusCode.Created).Json.Text("url")!;
        var part = Parts().Match((await portal.Anonymous.GetAsync("/sitemap.xml")).Text).Value;
        string[] open =
        [
            $"/v1/articles/{id}", "/v1/articles", $"/v1/articles?category={category}", "/v1/articles?tag=苏州&fields=url", "/v1/articles/trending?window=24h",
            $"/v1/articles/{other}/related", $"/v1/articles/{other}/neighbours", $"/v1/articles/{id}?include=neighbours", $"/v1/articles/{id}/head", $"/v1/articles/{id}/ninjs",
            "/v1/feeds/rss.xml", "/v1/feeds/atom.xml", "/v1/feeds/feed.json", $"/v1/feeds/feed.json?category={category}&full=true",
            "/v1/changes?full=true", "/news-sitemap.xml", part, link,
        ];
        string[] own = [$"/v1/articles/{id}?version=draft", $"/v1/articles/{id}/versions/1", "/v1/articles?state=all"];
        var (before, after) = ($"https://www.example.gov.cn/{category}/story", $"https://news.example.cn/{category}/story");
        var tags = new Dictionary<string, string?>();
        foreach (var path in open.Concat(own))
        {
            var answer = (await portal.Admin.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.True(Says(answer, before), $"{path}: {answer.Text}");
            tags[path] = answer.ETag;
        }

        (await portal.Admin.PatchAsync("/v1/site", new { articleUrlTemplate = Template }, "*")).Expect(HttpStatusCode.OK);

        foreach (var (caller, path) in open.Select(path => (portal.Anonymous, path)).Concat(own.Select(path => (portal.Admin, path))))
        {
            foreach (var answer in (Answer[])[await caller.GetAsync(path), await caller.GetAsync(path, ("If-None-Match", tags[path] ?? "\"none\""))])
            {
                Assert.True(answer.Status is HttpStatusCode.OK && Says(answer, after) && !Says(answer, before), $"{path}: {answer.Status} {answer.Text}");
            }
        }
    }

    [Theory, EachEngine]
    public async Task A_camera_reads_the_new_address_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(new { slug = "story", title = "题", body = "<p>文</p>", categoryId = category });
        async Task ExpectAsync(string address)
        {
            Assert.Equal(address, await QrSamples.ReadSvgAsync((await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.svg")).Expect(HttpStatusCode.OK).Bytes));
            Assert.Equal(address, await QrSamples.ReadPngAsync((await portal.Anonymous.GetAsync($"/v1/articles/{id}/qr.png?size=256")).Expect(HttpStatusCode.OK).Bytes));
        }
        await ExpectAsync($"https://www.example.gov.cn/{category}/story?src=qr");

        (await portal.Admin.PatchAsync("/v1/site", new { articleUrlTemplate = Template }, "*")).Expect(HttpStatusCode.OK);

        await ExpectAsync($"https://news.example.cn/{category}/story?src=qr");
    }

    // Some write it within JSON within HTML.
    private static bool Says(Answer answer, string address) => answer.Text.Replace("\\/", "/", StringComparison.Ordinal).Contains(address, StringComparison.Ordinal);

    [GeneratedRegex("/sitemaps/[^<]+")]
    private static partial Regex Parts();
}
