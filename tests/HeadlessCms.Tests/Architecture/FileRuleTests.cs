using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>Each kind of change has one room: HTTP in endpoints, SQL in stores.</summary>
public sealed class FileRuleTests
{
    [Fact]
    public void No_file_is_longer_than_300_lines()
    {
        IReadOnlyList<SourceFile> files = [.. House.Files, .. Repository.SourceFiles("tests")];
        Assert.Contains(files, file => file.Name == "Program.cs");
        Assert.Contains(files, file => file.Name == "FileRuleTests.cs");

        Assert.Empty(FileRules.TooLong(files));
    }

    [Fact]
    public void Sql_stands_only_in_stores_indexes_jobs_and_the_storage()
    {
        var files = House.Files;
        Assert.Contains(files, file => file.Name.EndsWith("Endpoints.cs", StringComparison.Ordinal));
        Assert.Contains(files, file => FileRules.SqlIn(file).Any());

        Assert.Empty(FileRules.SqlOutOfPlace(files));
    }

    [Fact]
    public void No_store_knows_of_http()
    {
        var files = House.Files;
        Assert.Contains(files, FileRules.IsStore);

        Assert.Empty(FileRules.HttpOutOfPlace(files));
    }

    [Theory]
    [InlineData(300, 0)]
    [InlineData(301, 1)]
    public void A_long_file_is_found(int lines, int found) =>
        Assert.Equal(found, FileRules.TooLong([File("Articles/Long.cs", string.Concat(Enumerable.Repeat("//\n", lines)))]).Count);

    [Theory]
    [InlineData("Articles/ArticleEndpoints.cs", "\"SELECT id FROM articles\"")]
    [InlineData("Articles/ArticleRules.cs", "$\"\"\"\n    SELECT\n        id\n    \"\"\"")]
    [InlineData("Articles/ArticleQuery.cs", "\"INSERT INTO articles (id) VALUES (@id)\"")]
    [InlineData("Platform/Http/Idempotency.cs", "$@\"UPDATE answers SET body = @body\"")]
    [InlineData("Articles/Store.Old.cs", "\"DELETE FROM articles\"")]
    [InlineData("Articles/Sweeper.cs", "class Sweeper(Database database) { string Sql = \"DELETE FROM articles\"; }")]
    public void Sql_out_of_its_place_is_found(string path, string text) =>
        Assert.Single(FileRules.SqlOutOfPlace([File(path, text)]));

    [Theory]
    [InlineData("Articles/ArticleStore.cs", "\"SELECT id FROM articles\"")]
    [InlineData("Search/SqliteArticleIndex.cs", "\"SELECT id FROM articles\"")]
    [InlineData("Platform/Storage/Migrator.cs", "\"INSERT INTO migrations (name) VALUES (@name)\"")]
    [InlineData("Articles/Sweeper.cs", "class Sweeper(Database database)\n    : PeriodicJob(database) { string Sql = \"DELETE FROM a\"; }")]
    [InlineData("Articles/ArticleEndpoints.cs", "// SELECT id FROM articles\nvar words = \"UPDATE or DELETE\";")]
    public void Sql_in_its_place_is_fine(string path, string text) =>
        Assert.Empty(FileRules.SqlOutOfPlace([File(path, text)]));

    [Theory]
    [InlineData("Articles/ArticleStore.cs", "Task<IResult> FindAsync()", 1)]
    [InlineData("Articles/ArticleStore.cs", "Task FindAsync(HttpContext context)", 1)]
    [InlineData("Articles/ArticleStore.cs", "Task FindAsync(); // no HttpContext here", 0)]
    [InlineData("Articles/ArticleEndpoints.cs", "Task<IResult> GetArticle(HttpContext context)", 0)]
    public void Http_in_a_store_is_found(string path, string text, int found) =>
        Assert.Equal(found, FileRules.HttpOutOfPlace([File(path, text)]).Count);

    private static SourceFile File(string path, string text) => new(House.Project + path, text);
}
