using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>Who writes a table knows all that must be true of its rows; so there is one of them.</summary>
public sealed class TableOwnerTests
{
    private static readonly SourceFile Articles = new(
        House.Project + "Articles/ArticleStore.cs",
        """" "UPDATE articles SET state = @state"; """INSERT INTO article_tags (article_id, tag) VALUES (@id, @tag)""" """");

    [Fact]
    public void Every_table_is_written_by_one_folder()
    {
        var files = House.Files;
        var tables = TableOwners.Writes(files).Select(write => write.Table).ToHashSet();
        Assert.Empty(((string[])["articles", "categories", "attachments"]).Except(tables));

        Assert.Empty(TableOwners.Violations(files));
    }

    [Theory]
    [InlineData("\"INSERT INTO articles (id) VALUES (@id)\"")]
    [InlineData("\"INSERT OR IGNORE INTO articles (id) VALUES (@id)\"")]
    [InlineData("$\"\"\"\n    UPDATE articles AS a\n    SET title = @title\n    \"\"\"")]
    [InlineData("@\"DELETE FROM articles WHERE id = @id\"")]
    public void A_table_written_by_two_folders_is_found(string text)
    {
        var violation = Assert.Single(TableOwners.Violations([Articles, new(House.Project + "Views/ViewStore.cs", text)]));

        Assert.Equal($"articles is written by {Articles.Path}, {House.Project}Views/ViewStore.cs", violation);
    }

    [Fact]
    public void A_table_whose_name_is_interpolated_is_found() => Assert.Single(TableOwners.Violations(
        [new(House.Project + "Views/ViewStore.cs", "$\"DELETE FROM {table} WHERE id = @id\"")]));

    [Theory]
    [InlineData("\"SELECT id FROM articles WHERE id = @id FOR UPDATE SKIP LOCKED\"")]
    [InlineData("\"INSERT INTO views (id) VALUES (@id) ON CONFLICT (id) DO UPDATE SET count = views.count + 1\"")]
    [InlineData("// nobody but Articles may UPDATE articles")]
    public void Reading_a_table_of_another_folder_is_fine(string text) =>
        Assert.Empty(TableOwners.Violations([Articles, new(House.Project + "Views/ViewStore.cs", text)]));
}
