using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Views;

public sealed class TrendingTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task Each_window_forgets_when_its_time_is_over(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon + TimeSpan.FromMinutes(30));
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        var first = await portal.ArticleAsync(category);
        clock.Advance(TimeSpan.FromMilliseconds(1)); // so that the second's id is the later one
        var second = await portal.ArticleAsync(category);

        Task<string> TopAsync(string window) => TopOfAsync(portal, $"window={window}", (first, "first"), (second, "second"));
        await portal.ViewAsync(first, 3);
        await portal.ViewAsync(second, 1);
        Assert.Equal("first=3 second=1", await TopAsync("1h"));

        clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal("first=3 second=1", await TopAsync("1h"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("", await TopAsync("1h"));
        await portal.ViewAsync(second, 2);
        Assert.Equal("second=2", await TopAsync("1h"));
        Assert.Equal("second=3 first=3", await TopAsync("24h"));
        Assert.Equal("second=3 first=3", await TopOfAsync(portal, "", (first, "first"), (second, "second")));

        clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal("second=3 first=3", await TopAsync("24h"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("second=2", await TopAsync("24h"));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("", await TopAsync("24h"));
        Assert.Equal("second=3 first=3", await TopAsync("7d"));

        clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("", await TopAsync("7d"));
        Assert.Equal("second=3 first=3", await TopAsync("30d"));

        clock.Advance(TimeSpan.FromDays(23));
        Assert.Equal("", await TopAsync("30d"));
        await portal.ViewAsync(first, 1);
        Assert.Equal("first=1", await TopAsync("30d"));
        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.ViewAsync(first, 1); // what came before it is added up now, and what no window shows deleted
        Assert.Equal(3, await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM article_view_buckets", null, CancellationToken.None));
    }

    [Theory, EachEngine]
    public async Task A_category_counts_with_all_below_it_and_only_what_is_public(Engine engine)
    {
        var portal = portals.On(engine);
        var parent = await portal.CategoryAsync();
        var child = await portal.CategoryAsync(parent);
        var (above, below) = (await portal.ArticleAsync(parent), await portal.ArticleAsync(child));
        var elsewhere = await portal.ArticleAsync();
        await portal.ViewAsync(above, 1);
        await portal.ViewAsync(below, 2);
        await portal.ViewAsync(elsewhere, 1);

        Task<string> TopAsync(string query) => TopOfAsync(portal, query, (above, "above"), (below, "below"), (elsewhere, "elsewhere"));
        Assert.Equal("below=2 above=1", await TopAsync($"category={parent}"));
        Assert.Equal("below=2", await TopAsync($"category={parent}&limit=1"));
        Assert.Equal("below=2", await TopAsync($"category={child}"));
        await portal.Admin.PostAsync($"/v1/articles/{below}/withdraw", new { reason = "legal" });
        Assert.Equal("above=1", await TopAsync($"category={parent}"));
        Assert.Equal("", await TopAsync($"category={child}"));
    }

    [Theory]
    [EachEngine("category=never-was", "category")]
    [EachEngine("window=2h", "window")]
    [EachEngine("limit=0", "limit")]
    [EachEngine("limit=101", "limit")]
    [EachEngine("cursor=x", "cursor")]
    public async Task A_wrong_query_is_named(Engine engine, string query, string named) =>
        (await portals.On(engine).Anonymous.GetAsync($"/v1/articles/trending?{query}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", named);

    [Theory, EachEngine]
    public async Task An_item_is_the_article_as_lists_show_it(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.ArticleAsync(category);
        await portal.ViewAsync(id, 1);

        var trending = (await portal.Anonymous.GetAsync($"/v1/articles/trending?category={category}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")[0];
        var listed = (await portal.Anonymous.GetAsync($"/v1/articles?category={category}")).Json.GetProperty("items")[0];

        Assert.Equal(["article", "views"], trending.EnumerateObject().Select(property => property.Name));
        Assert.Equal(listed.GetRawText(), trending.GetProperty("article").GetRawText());
    }

    [Theory, EachEngine]
    public async Task Trending_costs_the_same_few_statements_and_scans_no_articles(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        for (var n = 0; n < 8; n++)
        {
            await portal.ViewAsync(await portal.ArticleAsync(category), 1);
        }
        var statements = new List<(string Sql, object? Args)>();
        portal.Database.Executing += (sql, args) => statements.Add((sql, args));

        async Task<int> CostAsync(string query)
        {
            statements.Clear();
            (await portal.Anonymous.GetAsync($"/v1/articles/trending?{query}")).Expect(HttpStatusCode.OK);
            return statements.Count;
        }
        Assert.Equal(await CostAsync("limit=2"), await CostAsync("limit=8"));
        Assert.InRange(await CostAsync($"limit=8&category={category}"), 1, 6);
        if (engine is Engine.Sqlite)
        {
            foreach (var (sql, args) in statements.Where(statement => statement.Sql.Contains("article", StringComparison.Ordinal)).ToList())
            {
                var plan = await portal.Database.ListAsync<PlanStep>($"EXPLAIN QUERY PLAN {sql}", args, CancellationToken.None);
                Assert.DoesNotContain(plan, step => step.Detail.StartsWith("SCAN", StringComparison.Ordinal) && step.Detail is not ("SCAN viewed" or "SCAN counted" or "SCAN article_view_log" or "SCAN site")); // the log is short
            }
        }
    }

    private static async Task<string> TopOfAsync(Portal portal, string query, params (string Id, string Name)[] names) =>
        string.Join(' ', (await portal.Anonymous.GetAsync($"/v1/articles/trending?{query}")).Expect(HttpStatusCode.OK).Json.GetProperty("items")
            .EnumerateArray()
            .Select(item => $"{names.First(name => name.Id == item.GetProperty("article").Text("id")).Name}={item.Views()}"));

    private sealed record PlanStep
    {
        public required string Detail { get; init; }
    }
}
