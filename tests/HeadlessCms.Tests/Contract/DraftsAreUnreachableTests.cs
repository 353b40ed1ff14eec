using System.Net;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Walks what the public can ask and looks for any trace of what is not public.</summary>
public sealed class DraftsAreUnreachableTests
{
    private static readonly HttpStatusCode[] Refused = [HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.Gone];

    private static readonly string[] Included = [.. ContractFile.Committed.Operations.Single(operation => operation.Id == "listArticles")
        .Parameters.Single(parameter => parameter.Name == "include").Schema.GetProperty("items").GetProperty("enum").EnumerateArray().Select(name => name.GetString()!)];

    [Theory, EachEngine]
    public async Task No_public_answer_names_what_is_not_public(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:IndexNow:Key"] = PublicReads.Anywhere["key"][0] });
        var hidden = await HiddenArticles.InAsync(portal);
        var answered = new HashSet<string>();

        await PublicReads.WalkAsync([.. hidden.Reads.Bare(), .. hidden.Reads.WithParameters(), .. hidden.Reads.InEachOrder(), .. hidden.Reads.OfTheOthers(), .. Together(hidden)], async address =>
        {
            var answer = await portal.Anonymous.GetAsync(address);
            var path = address.Split('?')[0];
            var right = hidden.Names.Any(path.Split('/').Contains) ? Refused : [HttpStatusCode.OK, HttpStatusCode.PermanentRedirect, .. Refused];
            Assert.True(right.Contains(answer.Status), $"{address}: {answer.Status}");
            var told = Told(hidden, address, answer);
            Assert.True(told.Count == 0, $"{address} tells {string.Join(", ", told)}: {answer.Text[..Math.Min(2000, answer.Text.Length)]}");
            if (answer.Status is HttpStatusCode.OK)
            {
                answered.Add(ContractFile.Committed.Find(HttpMethod.Get, path)!.Id);
            }
            return answer;
        });

        Assert.Empty(PublicReads.Operations.Select(operation => operation.Id).Except(answered)); // each showed something
        Assert.Equal(3, (await portal.Anonymous.GetAsync($"/v1/categories/{hidden.Category}")).Json.GetProperty("articleCount").GetInt32());
        Assert.Equal(3, (await portal.Anonymous.GetAsync($"/v1/articles?category={hidden.Category}&count=true")).Json.GetProperty("total").GetInt32());
    }

    // What an answer must not say, but for what was asked, which it may repeat.
    private static List<string> Told(HiddenArticles hidden, string address, Answer answer)
    {
        var path = address.Split('?')[0];
        string[] asked = answer.Status is HttpStatusCode.OK
            ? [address, WebUtility.HtmlEncode(address), path, .. address.Contains($"tag={HiddenArticles.HiddenTag}", StringComparison.Ordinal) ? [HiddenArticles.HiddenTag] : Array.Empty<string>()]
            : [address, path, .. hidden.Names.Where(name => address.Contains(name, StringComparison.Ordinal)).OrderByDescending(name => name.Length)];
        var said = asked.Aggregate($"{string.Join('\n', answer.Headers.Values)}\n{answer.Text}", (text, part) => text.Replace(part, "", StringComparison.Ordinal));
        return [.. hidden.Secrets.Append("hushed").Append("未公开之事").Where(secret =>
            said.Contains(secret, StringComparison.Ordinal) && !(path == "/v1/changes" && hidden.OncePublic.Contains(secret)))];
    }

    // Several parameters at once, where one changes what another shows.
    private static IEnumerable<string> Together(HiddenArticles hidden) =>
    [
        .. ((string[])["", $"category={hidden.Category}&", $"category={hidden.Category}&depth=0&", "tag=标签&author=作者&source=来源&locale=zh-CN&", $"ids={string.Join(',', hidden.Secrets)}&"])
            .Select(filter => $"/v1/articles?{filter}count=true&include={string.Join(',', Included)}"),
        .. hidden.Secrets.Append(hidden.Open).Select(id => $"/v1/articles/{id}?include={string.Join(',', Included)}"),
        $"/v1/changes?since={hidden.Start}&full=true", $"/v1/changes?since={hidden.Start}&full=true&category={hidden.Category}", "/v1/changes?full=true&limit=1",
        .. ((string[])["rss.xml", "atom.xml", "feed.json"]).SelectMany(feed => (string[])[$"/v1/feeds/{feed}?full=true&category={hidden.Category}&tag=标签&limit=1", $"/v1/feeds/{feed}?full=true&archive=2021-04"]),
        .. ((string[])["1h", "30d"]).Select(window => $"/v1/articles/trending?window={window}&category={hidden.Category}&limit=100"),
    ];

    [Theory, EachEngine]
    public async Task What_editors_prepare_changes_no_public_answer_and_no_header_of_one(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var (category, tag) = (await portal.CategoryAsync(), Samples.Name("t")[..20]);
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        object Article(string slug, string? of) => new
        {
            slug,
            title = $"题 {slug}",
            body = "<p>文</p>",
            categoryId = category,
            tags = new[] { tag },
            author = "作者",
            source = new { name = "来源" },
            coverId = picture,
            formerUrls = new[] { $"http://old.example.com/{slug}.jsp" },
            publishedAt = "2021-04-20T04:11:00+08:00",
            locale = of is null ? "zh-CN" : "en",
            translationOf = of,
        };
        var open = await portal.PublishedAsync(Article("open-article", null));
        for (var n = 0; n < 3; n++)
        {
            await portal.PublishedAsync(Article($"open-{n}", null)); // so that lists have more than one page
        }
        var reads = new PublicReads(new Dictionary<string, string[]>(PublicReads.Anywhere)
        {
            ["articles"] = [open],
            ["categories"] = [category],
            ["category"] = [category],
            ["attachments"] = [picture],
            ["sitemaps"] = [(await PartAsync(portal))],
            ["ids"] = [open],
            ["tag"] = [tag],
            ["author"] = ["作者"],
            ["source"] = ["来源"],
            ["formerUrl"] = ["http://old.example.com/open-article.jsp"],
            ["archive"] = ["2021-04"],
            ["limit"] = ["2"],
        });
        var paths = reads.Bare().Concat(reads.WithParameters()).Append($"/v1/articles?tag={tag}&limit=2&include=translations").Distinct().ToList();
        clock.Advance(TimeSpan.FromMinutes(5)); // within the second of a change the answers are dated before it
        var before = await AskAsync(portal, paths);
        Assert.Contains(before, answer => answer.Contains("rel=", StringComparison.Ordinal));

        clock.Advance(TimeSpan.FromMinutes(5));
        var draft = (await portal.DraftAsync(Article("hushed-translation", open))).Id();
        (await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { title = "hushed", tags = new[] { "hushed-tag" }, alsoInIds = Array.Empty<string>() }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{open}", new { title = "hushed-pending", slug = "hushed-slug" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish", new { at = clock.GetUtcNow().AddDays(3) })).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/previews", new { })).Expect(HttpStatusCode.Created);
        foreach (var part in (string[])["/schedule", "", "?permanent=true"])
        {
            (await portal.Admin.DeleteAsync($"/v1/articles/{draft}{part}", "*")).Expect(part.Length > 1 && part[0] == '?' ? HttpStatusCode.NoContent : HttpStatusCode.OK);
            Assert.Equal(before, await AskAsync(portal, paths));
        }
    }

    private static async Task<string> PartAsync(Portal portal) =>
        PublicReads.Further((await portal.Anonymous.GetAsync("/sitemap.xml")).Expect(HttpStatusCode.OK)).Single(path => path != "/sitemaps/sections.xml")["/sitemaps/".Length..^".xml".Length];

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
}
