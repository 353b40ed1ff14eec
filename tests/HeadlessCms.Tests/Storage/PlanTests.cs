using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>
/// Looks at the plans of what lists really send: none may read a table that grows from end to end, and none may sort what it
/// finds by walking all copies of a kind.
/// </summary>
public sealed class PlanTests
{
    private static readonly string[] Filters =
    [
        "", "category={c}", "category={c}&depth=0", "tag=t", "source=s", "author=a", "locale=en", "featured=true", "featured=false", "pinned=true", "pinned=false",
        "ids={i}", "formerUrl=http://example.com/a", "hasAttachments=true", "hasAttachments=false", "publishedAfter=2020-01-01T00:00:00Z", "publishedBefore=2030-01-01T00:00:00Z",
        "publishedAfter=2020-01-01T00:00:00Z&publishedBefore=2030-01-01T00:00:00Z", "category={c}&tag=t", "source=s&author=a&locale=en",
        "state=draft", "state=scheduled", "state=published", "state=withdrawn", "state=trashed", "state=all",
    ];

    private static readonly string[] Sorts = ["-publishedAt", "publishedAt", "-updatedAt", "-views", "title"];

    private static readonly string[] Others =
    [
        "/v1/articles?include=body,breadcrumbs,attachments,views,neighbours,translations,alsoIn", "/v1/articles/{i}", "/v1/articles/{i}/neighbours", "/v1/articles/{i}/related",
        "/v1/articles/{i}/head", "/v1/articles/{i}/views", "/v1/articles/{i}/versions", "/v1/articles/{i}/previews", "/v1/articles/trending?window=1h", "/v1/articles/trending?window=30d&category={c}",
        "/v1/views?ids={i}", "/v1/tags", "/v1/attachments", "/v1/attachments?mediaType=image/png", "/v1/attachments?mediaType=image/*", "/v1/attachments?unused=true",
        "/v1/attachments/{f}/usage", "/v1/audit", "/v1/audit?action=article.publish", "/v1/audit?actor=x", "/v1/audit?targetType=article&targetId=x", "/v1/audit?from=2020-01-01T00:00:00Z",
        "/v1/keys", "/v1/changes?since={s}", "/v1/categories?limit=10", "/v1/categories/{c}",
        "/v1/feeds/rss.xml?category=news&full=true", "/v1/feeds/rss.xml?archive=2025-07&tag=t", "/sitemap.xml", $"/sitemaps/{Guid.Empty}.xml", "/news-sitemap.xml", "/v1/articles/{i}/ninjs",
    ];

    // As the statements name them: by their own names or by the letters they give them.
    private static readonly string[] Growing =
    [
        "articles", "article_copies", "article_versions", "article_tags", "article_views", "article_view_buckets", "article_view_days", "article_attachments", "article_slugs", "article_former_urls",
        "attachments", "audit", "changes", "change_categories", "tag_counts", "access_keys", "previews", "a", "c", "d", "g", "n", "o", "p", "t", "u", "v", "w", "x",
    ];

    [Fact]
    public async Task No_list_scans_a_table_that_grows_or_sorts_a_walk_over_everything()
    {
        // On one engine: EXPLAIN QUERY PLAN is SQLite's; the other's plans are looked at below.
        await using var portal = new Portal(Engine.Sqlite, Sample);
        var faults = new List<string>();
        foreach (var (sql, args, path) in await ReadsAsync(portal))
        {
            var plan = await portal.Database.ListAsync<Step>($"EXPLAIN QUERY PLAN {sql}", args, default);
            Assert.NotEmpty(plan);
            if (plan.Any(step => ReadsAll(step, sql)) || plan.GroupBy(step => step.Parent).Any(SortsAll))
            {
                faults.Add($"{path}\n{sql}\n  {string.Join("\n  ", plan.Select(step => step.Detail))}");
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    // Small tables PostgreSQL reads whole whatever index there is, so it is told not to: then it does so only where there is none.
    [Fact]
    public async Task On_PostgreSQL_there_is_an_index_for_every_table_that_a_list_reads()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        // On one engine: these are PostgreSQL's plans; the other's are looked at above.
        await using var portal = new Portal(Engine.Postgres, Sample);
        var faults = new List<string>();
        foreach (var (sql, args, path) in await ReadsAsync(portal))
        {
            var plan = await portal.Database.ReadAsync(async session =>
            {
                await session.ExecuteAsync("SET LOCAL enable_seqscan = off", null, default);
                return await session.ListAsync<string>($"EXPLAIN {sql}", args, default);
            }, default);
            if (plan.Any(line => Regex.Match(line, @"Seq Scan on (\w+)( \w+)?") is { Success: true } scan && Growing.Contains(scan.Groups[1].Value)))
            {
                faults.Add($"{path}\n{sql}\n  {string.Join("\n  ", plan)}");
            }
        }
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    [Fact]
    public async Task Nothing_that_a_publication_reads_walks_all_that_is_public()
    {
        // On one engine: EXPLAIN QUERY PLAN is SQLite's, and it is SQLite that without statistics prefers an order to a choice.
        await using var portal = new Portal(Engine.Sqlite, Sample);
        var draft = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = "news" })).Id();
        var sent = new Dictionary<string, object?>();
        portal.Database.Executing += (sql, args) => sent.TryAdd(sql, args);
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish")).Expect(System.Net.HttpStatusCode.OK);
        await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { slug = Samples.Name("s"), title = "新" }, "*");
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish")).Expect(System.Net.HttpStatusCode.OK);

        var reads = sent.Where(statement => statement.Key.StartsWith("SELECT", StringComparison.Ordinal)).ToList();
        Assert.Contains(reads, statement => statement.Key.Contains("translation_of = @group", StringComparison.Ordinal));
        foreach (var (sql, args) in reads)
        {
            var plan = await portal.Database.ListAsync<Step>($"EXPLAIN QUERY PLAN {sql}", args, default);
            Assert.DoesNotContain(plan, step => ReadsAll(step, sql) || (step.Detail.EndsWith("(copy=?)", StringComparison.Ordinal) && !sql.Contains("LIMIT", StringComparison.Ordinal)));
        }
    }

    private static Dictionary<string, string> Sample => new() { ["Cms:SampleContent"] = "true" };

    /// <summary>Every statement that the lists of the sample portal read by, once each.</summary>
    private static async Task<IReadOnlyList<(string Sql, object? Args, string Path)>> ReadsAsync(Portal portal)
    {
        var article = (await portal.Anonymous.GetAsync("/v1/articles?limit=1")).Ids()[0];
        var file = (await portal.Admin.GetAsync("/v1/attachments?limit=1")).Ids()[0];
        var since = (await portal.Anonymous.GetAsync("/v1/changes?limit=1")).Json.GetProperty("cursor").GetString()!;
        var paths = Sorts.SelectMany(sort => Filters.Select(filter => $"/v1/articles?sort={sort}&{filter}".TrimEnd('&'))).Concat(Others)
            .Select(path => path.Replace("{c}", "news", StringComparison.Ordinal).Replace("{i}", article, StringComparison.Ordinal)
                .Replace("{f}", file, StringComparison.Ordinal).Replace("{s}", since, StringComparison.Ordinal));
        var sent = new Dictionary<string, (object? Args, string Path)>();
        foreach (var path in paths)
        {
            void Note(string sql, object? args) => sent.TryAdd(sql, (args, path));
            portal.Database.Executing += Note;
            (await portal.Admin.GetAsync(path)).Expect(System.Net.HttpStatusCode.OK);
            portal.Database.Executing -= Note;
        }
        Assert.True(sent.Count > Filters.Length * 2, $"only {sent.Count} statements");
        return [.. sent.Where(statement => statement.Key.StartsWith("SELECT", StringComparison.Ordinal) || statement.Key.StartsWith("WITH", StringComparison.Ordinal))
            .Select(statement => (statement.Key, statement.Value.Args, statement.Value.Path))];
    }

    // Walking an index in its order ("USING INDEX") stops at the limit; a plain SCAN reads everything, but where the order is
    // that of the rows' own numbers.
    private static bool ReadsAll(Step step, string sql) =>
        step.Detail.StartsWith("SCAN", StringComparison.Ordinal)
        && !step.Detail.Contains("INDEX", StringComparison.Ordinal) && Growing.Contains(step.Detail.Split(' ')[1])
        && !(sql.Contains("ORDER BY seq", StringComparison.Ordinal) && sql.Contains("LIMIT", StringComparison.Ordinal));

    // The steps of one SELECT: what is found first is every copy of a kind, and then it is sorted.
    private static bool SortsAll(IEnumerable<Step> select) =>
        select.FirstOrDefault(step => step.Detail.StartsWith("SEARCH", StringComparison.Ordinal) || step.Detail.StartsWith("SCAN", StringComparison.Ordinal)) is { } first
        && (first.Detail.EndsWith("(copy=?)", StringComparison.Ordinal) || (first.Detail.StartsWith("SCAN", StringComparison.Ordinal) && Growing.Contains(first.Detail.Split(' ')[1])))
        && select.Any(step => step.Detail.StartsWith("USE TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal));

    private sealed record Step
    {
        public required long Parent { get; init; }

        public required string Detail { get; init; }
    }
}
