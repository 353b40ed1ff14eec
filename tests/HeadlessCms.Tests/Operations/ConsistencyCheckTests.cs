using HeadlessCms.Operations;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Xunit;

namespace HeadlessCms.Tests.Operations;

public sealed class ConsistencyCheckTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StoredSite _site;

    public ConsistencyCheckTests() => _site = new StoredSite(_directory.Path);

    [Fact]
    public async Task What_agrees_has_no_findings()
    {
        await _site.FillAsync("one", "two");

        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task A_missing_file_is_a_fault()
    {
        await _site.FillAsync();
        var sha256 = await _site.AddFileAsync("one");
        File.Delete(_site.Locate(sha256));

        Assert.Equal([$"fault: file {sha256} is missing"], await FindingsAsync());
    }

    [Fact]
    public async Task A_file_of_another_size_is_a_fault_and_other_bytes_of_the_same_when_looked_into()
    {
        await _site.FillAsync();
        var longer = await _site.AddFileAsync("one");
        var other = await _site.AddFileAsync("two");
        await File.WriteAllTextAsync(_site.Locate(longer), "longer");
        await File.WriteAllTextAsync(_site.Locate(other), "2.0");

        Assert.Equal([$"fault: file {longer} has 6 bytes instead of 3"], await FindingsAsync());
        Assert.Contains($"fault: file {other} has other bytes", string.Join('\n', await FindingsAsync(deep: true)));
    }

    [Fact]
    public async Task A_file_that_no_row_names_is_a_note()
    {
        await _site.FillAsync("one");
        var sha256 = await _site.KeepFileAsync("orphan");

        Assert.StartsWith($"note: file {sha256} is named by no row", Assert.Single(await FindingsAsync()));
    }

    [Theory]
    [InlineData("DELETE FROM category_closure WHERE depth = 1", "fault: category_closure lacks")]
    [InlineData("UPDATE category_closure SET depth = 2 WHERE depth = 1", "fault: category_closure wrongly has")]
    [InlineData("UPDATE categories SET parent_id = (SELECT id FROM categories WHERE slug = 'local') WHERE slug = 'news'", "lies below itself")]
    [InlineData("INSERT INTO tag_counts (tag, article_count) VALUES ('x', 3)", "fault: tag 'x' is counted to have 3 public articles, and has 0")]
    [InlineData("INSERT INTO category_counts (category_id, article_count) SELECT id, 2 FROM categories WHERE slug = 'news'", "is counted to have 2 public articles, and has 0")]
    [InlineData("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'position    INTEGER NOT NULL', 'position    TEXT NOT NULL') WHERE name = 'categories'", "fault: ")]
    public async Task What_disagrees_in_the_database_is_a_fault(string change, string fault)
    {
        await _site.FillAsync("one");

        await _site.ExecuteAsync(change);

        Assert.Contains(await FindingsAsync(), finding => finding.Contains(fault));
    }

    [Theory]
    [EachEngine("UPDATE articles SET state = 'withdrawn' WHERE id = @id", "is not in the state that its copies say")]
    [EachEngine("UPDATE article_copies SET state = 'draft' WHERE copy = 'draft' AND article_id = @id", "is not in the state that its copies say")]
    [EachEngine("DELETE FROM article_tags WHERE copy = 'public' AND article_id = @id", "is counted to have 1 public articles, and has 0")]
    [EachEngine("UPDATE article_tags SET sorted_at = '2020-01-01T00:00:00.000Z' WHERE copy = 'draft' AND article_id = @id", "has tags that its draft copy does not place")]
    [EachEngine("DELETE FROM article_also_in WHERE copy = 'public' AND article_id = @id", "is not shown in the categories that its public copy says")]
    [EachEngine("UPDATE article_also_in SET sorted_at = '2020-01-01T00:00:00.000Z' WHERE copy = 'draft'", "is not shown in the categories that its draft copy says")]
    [EachEngine("DELETE FROM article_former_urls WHERE copy = 'public' AND article_id = @id", "is not found by the former addresses that its public copy says")]
    [EachEngine("UPDATE article_former_urls SET url_hash = 'x' WHERE copy = 'draft' AND article_id = @id", "is not found by the former addresses that its draft copy says")]
    [EachEngine("INSERT INTO article_former_urls (copy, url_hash, article_id) SELECT 'public', 'x', id FROM articles WHERE state = 'draft'", "is not found by the former addresses that its public copy says")]
    [EachEngine("UPDATE article_views SET views = views + 1 WHERE article_id = @id", "has another number of views than its days together")]
    public async Task What_is_copied_from_articles_is_compared_with_them(Engine engine, string change, string fault)
    {
        await using var portal = new Portal(engine);
        var other = await portal.CategoryIdAsync();
        var id = Guid.Parse(await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), tags = new[] { "标" }, alsoInIds = new[] { other }, formerUrls = new[] { "http://old.example/1" } }));
        await portal.ViewAsync(id.ToString(), 2);
        await portal.DraftAsync(new { title = "稿", categoryId = other });
        async Task<List<string>> FindAsync() => await new ConsistencyCheck(portal.Database, _site.Files, new Silence())
            .RunAsync(deep: false, CancellationToken.None).Select(finding => finding.ToString()).ToListAsync();
        Assert.Empty(await FindAsync());

        await portal.Database.WriteAsync(session => session.ExecuteAsync(change, new { id }, default), default);

        Assert.Contains(await FindAsync(), finding => finding.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reference_to_nothing_is_a_fault()
    {
        await _site.FillAsync("one");
        // Two faults in one row, as only a damaged disk or another program makes them.
        using (var raw = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_site.Database.Path};Foreign Keys=False;Pooling=False"))
        {
            await raw.OpenAsync();
            using var command = raw.CreateCommand();
            command.CommandText = "DELETE FROM categories WHERE slug = 'local'";
            await command.ExecuteNonQueryAsync();
        }

        Assert.Contains(await FindingsAsync(), finding => finding.EndsWith("of category_closure refers to a missing row of categories", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_runs_on_postgres_too()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null && !Ci.Runs, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Postgres);
        await scratch.ExecuteAsync("INSERT INTO tag_counts (tag, article_count) VALUES ('x', 3)");

        var findings = await new ConsistencyCheck(scratch.Database, _site.Files, new Silence())
            .RunAsync(deep: false, CancellationToken.None).Select(finding => finding.ToString()).ToListAsync();

        Assert.Equal(["fault: tag 'x' is counted to have 3 public articles, and has 0"], findings);
    }

    [Theory, EachEngine]
    public async Task The_sample_portal_has_no_fault(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:SampleContent"] = "true" });
        (await portal.Anonymous.GetAsync("/v1/articles")).Expect(System.Net.HttpStatusCode.OK);

        var findings = await new ConsistencyCheck(portal.Database, _site.Files, new Silence()).RunAsync(deep: false, CancellationToken.None)
            .Where(finding => !finding.Text.StartsWith("file ", StringComparison.Ordinal)).Select(finding => finding.ToString()).ToListAsync(); // its files lie elsewhere

        Assert.Empty(findings);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _directory.Dispose();
    }

    private async Task<IReadOnlyList<string>> FindingsAsync(bool deep = false) =>
        await new ConsistencyCheck(_site.Database, _site.Files, new Silence())
            .RunAsync(deep, CancellationToken.None).Select(finding => finding.ToString()).ToListAsync();
}

/// <summary>Nobody watches how far it is.</summary>
internal sealed class Silence : IProgress<string>
{
    public void Report(string value)
    {
    }
}
