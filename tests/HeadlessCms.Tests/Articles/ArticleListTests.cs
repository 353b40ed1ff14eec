using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

public sealed class ArticleListTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Each_filter_finds_what_it_names_and_nothing_else(Engine engine)
    {
        var portal = portals.On(engine);
        var parent = await portal.CategoryAsync();
        var child = await portal.CategoryAsync(parent);
        var tag = Samples.Name("t")[..30];
        var author = Samples.Name("a")[..30];
        var source = Samples.Name("s")[..30];
        var above = await portal.PublishedAsync(Article(parent, "上") with { PublishedAt = "2020-01-01T00:00:00+08:00", Featured = true });
        var below = await portal.PublishedAsync(Article(child, "下") with
        {
            PublishedAt = "2022-01-01T00:00:00+08:00",
            Tags = [tag],
            Author = author,
            Source = new { name = source },
            Locale = "en",
            PinnedUntil = "2999-01-01T00:00:00Z",
        });
        var draft = (await portal.DraftAsync(Article(child, "稿"))).Id();

        async Task FindsAsync(string query, params string[] ids) =>
            Assert.Equal(ids.Order(StringComparer.Ordinal), (await portal.Anonymous.GetAsync($"/v1/articles?{query}&limit=100")).Expect(HttpStatusCode.OK).Ids().Order(StringComparer.Ordinal));
        await FindsAsync($"category={parent}", above, below);
        await FindsAsync($"category={parent}&depth=0", above);
        await FindsAsync($"category={child}", below);
        await FindsAsync($"tag={tag}", below);
        await FindsAsync($"author={author}", below);
        await FindsAsync($"source={source}", below);
        await FindsAsync($"category={parent}&locale=en", below);
        await FindsAsync($"category={parent}&featured=true", above);
        await FindsAsync($"category={parent}&featured=false", below);
        await FindsAsync($"category={parent}&pinned=true", below);
        await FindsAsync($"category={parent}&pinned=false", above);
        await FindsAsync($"category={parent}&hasAttachments=false", above, below);
        await FindsAsync($"category={parent}&hasAttachments=true");
        await FindsAsync($"category={parent}&publishedAfter=2022-01-01T00:00:00%2B08:00", below);
        await FindsAsync($"category={parent}&publishedBefore=2022-01-01T00:00:00%2B08:00", above);
        await FindsAsync($"ids={above},{below},{draft},{Guid.CreateVersion7()}", above, below);
        await FindsAsync($"tag={tag}&category={parent}&author={author}&source={source}&sort=title", below);
        var counted = (await portal.Anonymous.GetAsync($"/v1/articles?category={parent}&count=true&limit=1")).Json;
        Assert.Equal(2, counted.GetProperty("total").GetInt32());
        (await portal.Anonymous.GetAsync($"/v1/articles?category={parent}&state=draft")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal([draft], (await portal.Admin.GetAsync($"/v1/articles?category={parent}&state=draft")).Ids());
        Assert.Equal(3, (await portal.Admin.GetAsync($"/v1/articles?category={parent}&state=all")).Ids().Length);
    }

    [Theory]
    [EachEngine("limit=0", "limit")]
    [EachEngine("limit=101", "limit")]
    [EachEngine("limit=abc", "limit")]
    [EachEngine("limit=1&limit=2", "limit")]
    [EachEngine("sort=bogus", "sort")]
    [EachEngine("include=bogus", "include")]
    [EachEngine("fields=id,bogus", "fields")]
    [EachEngine("unknown=1", "unknown")]
    [EachEngine("publishedAfter=2022-01-01T00:00:00", "publishedAfter")]
    [EachEngine("cursor=AAAA", "cursor")]
    [EachEngine("category=no-such-category", "category")]
    [EachEngine("featured=maybe", "featured")]
    [EachEngine("ids=7", "ids")]
    public async Task What_a_list_cannot_read_is_named(Engine engine, string query, string parameter) =>
        (await portals.On(engine).Anonymous.GetAsync($"/v1/articles?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameter);

    [Theory, EachEngine]
    public async Task A_cursor_belongs_to_its_filters_and_cannot_be_tampered_with(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        await portal.PublishedAsync(Article(category, "一"));
        await portal.PublishedAsync(Article(category, "二"));
        var page = await portal.Anonymous.GetAsync($"/v1/articles?category={category}&limit=1");
        var cursor = page.Json.Text("nextCursor")!;

        Assert.Equal($"</v1/articles?category={category}&limit=1&cursor={cursor}>; rel=\"next\"", page.Headers["Link"]);
        (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&limit=50&cursor={cursor}")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles?limit=1&cursor={cursor}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
        for (var at = 0; at < cursor.Length; at++)
        {
            var other = cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..];
            (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&limit=1&cursor={other}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
        }
    }

    [Theory, EachEngine]
    public async Task A_walk_meets_every_untouched_article_once_while_others_come_and_go(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var untouched = new List<string>();
        var touched = new List<string>();
        for (var n = 0; n < 30; n++)
        {
            (n % 3 == 0 ? touched : untouched).Add(await portal.PublishedAsync(Article(category, $"题{n}")));
        }
        using var walked = new CancellationTokenSource();
        using var edited = new SemaphoreSlim(0);
        var edits = 0;

        var editing = Task.Run(async () =>
        {
            for (var n = 0; !walked.IsCancellationRequested; n = (n + 1) % touched.Count)
            {
                (await portal.Admin.PostAsync($"/v1/articles/{touched[n]}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
                await portal.PublishedAsync(Article(category, "新"));
                (await portal.Admin.PostAsync($"/v1/articles/{touched[n]}/publish")).Expect(HttpStatusCode.OK);
                Interlocked.Increment(ref edits);
                edited.Release();
            }
        });
        for (var round = 0; round < Depth.Pick(quick: 2, full: 5); round++)
        {
            var ids = new List<string>();
            for (string? cursor = "", more = ""; cursor is not null; more = $"&cursor={cursor}")
            {
                var page = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&limit=3{more}")).Expect(HttpStatusCode.OK);
                ids.AddRange(page.Ids());
                cursor = page.Json.Text("nextCursor");
                for (var before = Volatile.Read(ref edits); Volatile.Read(ref edits) == before;) // between any two pages somebody came and somebody went
                {
                    await await Task.WhenAny(editing, edited.WaitAsync());
                }
            }
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Empty(untouched.Except(ids));
        }
        await walked.CancelAsync();
        await editing;
    }

    [Theory, EachEngine]
    public async Task A_list_costs_the_same_few_statements_whatever_its_length(Engine engine)
    {
        await using var portal = new Portal(engine, Portal.Unkept);
        var category = await portal.CategoryAsync();
        for (var n = 0; n < 25; n++)
        {
            await portal.PublishedAsync(Article(category, $"题{n}"));
        }
        var statements = 0;
        portal.Database.Executing += (_, _) => Interlocked.Increment(ref statements);

        // The least of three: jobs beside the requests send statements too.
        async Task<int> CostAsync(string query)
        {
            var least = int.MaxValue;
            for (var n = 0; n < 3; n++)
            {
                var before = statements;
                (await portal.Anonymous.GetAsync($"/v1/articles?{query}")).Expect(HttpStatusCode.OK);
                least = Math.Min(least, statements - before);
            }
            return least;
        }
        const string Everything = "include=body,breadcrumbs,attachments,views,neighbours,document,rights,alsoIn,corrections,translations,extra,formerUrls";
        Assert.Equal(await CostAsync("limit=2"), await CostAsync("limit=25"));
        Assert.Equal(await CostAsync($"limit=2&{Everything}"), await CostAsync($"limit=25&{Everything}"));
        Assert.InRange(await CostAsync("limit=25"), 1, 4);
        Assert.InRange(await CostAsync($"limit=25&category={category}&count=true&{Everything}"), 1, 13);
    }

    [Theory, EachEngine]
    public async Task Fields_trim_and_include_adds(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(Article(category, "题"));

        var trimmed = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&fields=title,slug")).Json.GetProperty("items")[0];
        var plain = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}")).Json.GetProperty("items")[0];
        var more = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&include=body,views,neighbours")).Json.GetProperty("items")[0];

        Assert.Equal(["id", "slug", "title"], trimmed.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.False(plain.TryGetProperty("body", out _));
        Assert.True(plain.TryGetProperty("cover", out _));
        Assert.Equal("<p>文</p>", more.Text("body"));
        Assert.Equal(0, more.GetProperty("views").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, more.GetProperty("neighbours").GetProperty("next").ValueKind);
        Assert.Equal(["body", "id"], (await portal.Anonymous.GetAsync($"/v1/articles/{id}?fields=body")).Json.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Theory, EachEngine]
    public async Task Neighbours_and_relatives_come_from_what_is_public(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var tag = Samples.Name("t")[..30];
        var older = await portal.PublishedAsync(Article(category, "旧") with { PublishedAt = "2020-01-01T00:00:00Z" });
        var middle = await portal.PublishedAsync(Article(category, "中") with { PublishedAt = "2021-01-01T00:00:00Z", Tags = [tag] });
        await portal.DraftAsync(Article(category, "稿") with { PublishedAt = "2021-06-01T00:00:00Z" });
        var newer = await portal.PublishedAsync(Article(category, "新") with { PublishedAt = "2022-01-01T00:00:00Z" });
        var elsewhere = await portal.PublishedAsync(Article(await portal.CategoryAsync(), "别处") with { PublishedAt = "2010-01-01T00:00:00Z", Tags = [tag] });

        var neighbours = (await portal.Anonymous.GetAsync($"/v1/articles/{middle}/neighbours")).Expect(HttpStatusCode.OK).Json;
        var related = (await portal.Anonymous.GetAsync($"/v1/articles/{middle}/related")).Expect(HttpStatusCode.OK).Ids();

        Assert.Equal(older, neighbours.GetProperty("previous").Text("id"));
        Assert.Equal(newer, neighbours.GetProperty("next").Text("id"));
        Assert.Equal([elsewhere, newer, older], related);
    }

    [Theory, EachEngine]
    public async Task Tags_are_counted_as_the_public_sees_them(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var first = await portal.PublishedAsync(Article(category, "一") with { Tags = ["乙", "甲"] });
        await portal.PublishedAsync(Article(category, "二") with { Tags = ["甲"] });
        await portal.DraftAsync(Article(category, "稿") with { Tags = ["丙"] });

        async Task<string> TagsAsync() => string.Join(' ', (await portal.Anonymous.GetAsync("/v1/tags?limit=100")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("items").EnumerateArray().Select(tag => $"{tag.Text("name")}{tag.GetProperty("articleCount")}"));
        Assert.Equal("乙1 甲2", await TagsAsync());
        await portal.Admin.PatchAsync($"/v1/articles/{first}", new { tags = new[] { "甲", "丁" } }, "*");
        Assert.Equal("乙1 甲2", await TagsAsync());
        await portal.Admin.PostAsync($"/v1/articles/{first}/publish");
        Assert.Equal("丁1 甲2", await TagsAsync());
        await portal.Admin.DeleteAsync($"/v1/articles/{first}", "*");
        Assert.Equal("甲1", await TagsAsync());
    }

    [Theory, EachEngine]
    public async Task Renaming_a_category_changes_breadcrumbs_and_tags_without_touching_an_article(Engine engine)
    {
        await using var portal = new Portal(engine);
        var parent = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(Article(await portal.CategoryAsync(parent), "题"));
        var before = await portal.Anonymous.GetAsync($"/v1/articles/{id}");
        var written = new List<string>();
        portal.Database.Executing += (sql, _) => written.Add(sql);

        (await portal.Admin.PatchAsync($"/v1/categories/{parent}", new { name = "新名" }, "*")).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain(written, sql => sql.Contains("UPDATE article", StringComparison.Ordinal));
        var after = (await portal.Anonymous.GetAsync($"/v1/articles/{id}", ("If-None-Match", before.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Equal("新名", after.Json.GetProperty("breadcrumbs")[0].Text("name"));
    }

    private static Draft Article(string category, string title) => new(title, category);

    private sealed record Draft(string Title, string CategoryId)
    {
        public string Body { get; init; } = "<p>文</p>";

        public string? PublishedAt { get; init; }

        public string[]? Tags { get; init; }

        public string? Author { get; init; }

        public object? Source { get; init; }

        public string? Locale { get; init; }

        public string? PinnedUntil { get; init; }

        public bool? Featured { get; init; }
    }
}
