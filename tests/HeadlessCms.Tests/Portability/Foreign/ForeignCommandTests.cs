using HeadlessCms.Commands;
using HeadlessCms.Tests.Support;
using Xunit;
using static HeadlessCms.Tests.Portability.Foreign.ForeignImports;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class ForeignCommandTests
{
    private const string Feed = "\uFEFF<rss><channel><item><title>题</title><link>http://old.example/1</link><category>要闻</category><enclosure url=\"http://old.example/gone.pdf\"/></item><item></channel></rss>";

    [Fact]
    public async Task The_command_knows_a_feed_by_its_look_names_what_is_wrong_and_writes_the_redirects()
    {
        using var directory = new TemporaryDirectory();
        var (data, feed, map) = ($"--Cms:DataDirectory={directory.Path}/data", Path.Combine(directory.Path, "f.xml"), Path.Combine(directory.Path, "map"));
        await File.WriteAllBytesAsync(feed, Utf8(Feed));
        await File.WriteAllTextAsync(map, "before");
        using var reading = new StreamReader(new FileStream(map, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        var stopped = await Executable.RunAsync("import", feed, "--create-categories", "--on-error", "stop", data);
        Assert.Equal((1, "Imported: 0 articles, 0 categories, 0 files."), (stopped.ExitCode, stopped.Output.Trim()));
        Assert.Contains("Refused: 1 items; nothing was stored.", stopped.Errors, StringComparison.Ordinal);

        var import = await Executable.RunAsync("import", feed, "--create-categories", "--on-error", "skip", data);
        var export = await Executable.RunAsync("export", map, "--format", "redirects", data);

        Assert.Equal((1, "Imported: 1 articles, 1 categories, 0 files."), (import.ExitCode, import.Output.Trim()));
        Assert.Contains("note: f.xml:1: The enclosed file http://old.example/gone.pdf is not here.", import.Errors, StringComparison.Ordinal);
        Assert.Contains("fault: f.xml:1: The item that begins here has no end.", import.Errors, StringComparison.Ordinal);
        Assert.Contains("Refused: 1 items.", import.Errors, StringComparison.Ordinal);
        Assert.Equal((0, "\"old.example/1\" \"https://www.example.gov.cn/yao-wen/ti\";\n"), (export.ExitCode, await File.ReadAllTextAsync(map)));
        Assert.Equal("before", await reading.ReadToEndAsync()); // whoever was reading has it whole
        Assert.Equal(["f.xml", "map"], Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("site.txt", "there is no portal in this folder: site.yaml, categories.yaml and articles/ are all missing or empty")]
    [InlineData("index.html", "There is nothing to import in this folder: no page (.html, .htm, .shtml, .xhtml) with one of the labels ArticleTitle and PubDate of an article.")]
    public async Task A_folder_with_nothing_to_import_is_the_wrong_one_and_named_with_what_is_missing(string file, string fault)
    {
        using var directory = new TemporaryDirectory();
        var folder = Path.Combine(directory.Path, "in");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, file), "<p>列表</p>");

        var import = await Executable.RunAsync("import", folder, $"--Cms:DataDirectory={directory.Path}/data");

        Assert.Equal(1, import.ExitCode);
        Assert.Contains($"fault: {folder}:1: {fault}", import.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.ndjson", "{}", "ndjson")]
    [InlineData("a.xml", "\uFEFF \n<?xml version=\"1.0\"?><rss xmlns:wp=\"http://wordpress.org/export/1.2/\">", "wxr")]
    [InlineData("a.xml", "<feed>", "feed")]
    [InlineData("in/a.htm", "<p>", "pages")]
    [InlineData("site.yaml", "", "folder")]
    public void What_it_is_shows_in_what_it_looks_like(string name, string text, string format)
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Path, "in"));
        File.WriteAllText(Path.Combine(directory.Path, name), text);

        Assert.Equal(format, TransferFormat.Of("auto", format is "pages" or "folder" ? directory.Path : Path.Combine(directory.Path, name)));
        Assert.Equal("folder", TransferFormat.Of("auto", Path.Combine(directory.Path, "nowhere")));
    }

    [Fact]
    public void What_it_looks_like_is_not_looked_for_behind_links()
    {
        using var directory = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(elsewhere.Path, "a.htm"), "<p>");
        Directory.CreateSymbolicLink(Path.Combine(directory.Path, "link"), elsewhere.Path);
        Directory.CreateSymbolicLink(Path.Combine(directory.Path, "round"), directory.Path);

        Assert.Equal("folder", TransferFormat.Of("auto", directory.Path));
    }
}
