using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>Looks at the plans of what lists really send: none may read a table of articles from end to end.</summary>
public sealed class PlanTests
{
    private static readonly string[] Queries =
    [
        "limit=20", "category={c}", "category={c}&depth=0", "tag=t", "source=s", "author=a", "featured=true", "ids={i}", "sort=-updatedAt",
        "sort=title", "sort=-views", "category={c}&sort=-views", "publishedAfter=2020-01-01T00:00:00Z",
        "include=body,breadcrumbs,attachments,views,neighbours,translations,alsoIn",
    ];

    [Fact]
    public async Task No_list_scans_a_table_of_articles()
    {
        await using var portal = new Portal(Engine.Sqlite, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });
        var sent = new List<(string Sql, object? Args)>();
        portal.Database.Executing += (sql, args) => sent.Add((sql, args));
        var article = (await portal.Anonymous.GetAsync("/v1/articles?limit=1")).Ids()[0];
        foreach (var query in Queries)
        {
            var path = query.Replace("{c}", "news", StringComparison.Ordinal).Replace("{i}", article, StringComparison.Ordinal);
            (await portal.Anonymous.GetAsync($"/v1/articles?{path}")).Expect(System.Net.HttpStatusCode.OK);
        }
        foreach (var path in (string[])["/v1/feeds/rss.xml?category=news&full=true", "/v1/feeds/rss.xml?archive=2025-07&tag=t", "/sitemap.xml", $"/sitemaps/{Guid.Empty}.xml", "/news-sitemap.xml"])
        {
            (await portal.Anonymous.GetAsync(path)).Expect(System.Net.HttpStatusCode.OK);
        }
        foreach (var part in (string[])["", "/neighbours", "/related", "/head", "/views", "/ninjs"])
        {
            (await portal.Anonymous.GetAsync($"/v1/articles/{article}{part}")).Expect(System.Net.HttpStatusCode.OK);
        }

        var reads = sent.Where(statement => statement.Sql.Contains("article", StringComparison.Ordinal)).ToList();
        Assert.True(reads.Count > Queries.Length);
        foreach (var (sql, args) in reads)
        {
            var plan = await portal.Database.ListAsync<Step>($"EXPLAIN QUERY PLAN {sql}", args, default);
            Assert.NotEmpty(plan);
            // Walking an index in its order ("USING INDEX") stops at the limit; a plain SCAN reads everything.
            Assert.DoesNotContain(plan, step => step.Detail.StartsWith("SCAN", StringComparison.Ordinal)
                && !step.Detail.Contains("INDEX", StringComparison.Ordinal)
                && Tables.Any(table => step.Detail.Split(' ')[1] == table));
        }
    }

    // As the statements name them: by their own names or by the letters they give them.
    private static readonly string[] Tables = ["articles", "article_copies", "article_versions", "article_tags", "article_views", "a", "c", "v", "w", "t", "n"];

    private sealed record Step
    {
        public required string Detail { get; init; }
    }
}
