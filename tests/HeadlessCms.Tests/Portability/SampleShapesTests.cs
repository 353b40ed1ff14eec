using System.Text.RegularExpressions;
using HeadlessCms.Portability;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Portability;

/// <summary>The sample portal has what a portal of a public body has: whoever builds a front end meets every shape of page.</summary>
public sealed partial class SampleShapesTests
{
    private static readonly PortalReader Reader = new(Repository.Locate("seeds"), new ImportFaults());
    private static readonly PortalEntries Sample = Reader.Read();
    private static readonly List<ArticleEntry> Articles = [.. Sample.Articles.Select(Reader.ReadArticle).OfType<ArticleEntry>()];

    [Fact]
    public void It_has_a_tree_of_sections_and_enough_articles_to_page_through()
    {
        var parents = Sample.Categories.ToDictionary(category => category.Draft.Slug!, category => category.Draft.ParentId);
        int Level(string? slug) => slug is null ? 0 : 1 + Level(parents[slug]);

        Assert.InRange(parents.Count, 12, 1000);
        Assert.InRange(parents.Keys.Max(Level), 3, 10);
        Assert.InRange(Articles.Count(article => article.State == "published"), 60, 1000);
    }

    [Theory]
    [InlineData("innovation-centres-launched")]
    [InlineData("public-data-measures")]
    public void It_has_long_texts(string slug) => Assert.InRange(Words(Article(slug)).Length, 2000, 100_000);

    [Fact]
    public void It_has_tables_with_headers() =>
        Assert.NotEmpty(Those(article => article.Draft.Body!.Contains("<table", StringComparison.Ordinal) && article.Draft.Body.Contains("<th", StringComparison.Ordinal)));

    [Fact]
    public void It_has_stories_in_several_photos_each_with_words_and_its_credit()
    {
        var photos = Sample.Media.Where(file => file.MediaType == "image/jpeg" && file.Alt is not null && file.Credit is not null).Select(file => file.Id).ToHashSet();

        Assert.NotEmpty(Those(article => Images().Matches(article.Draft.Body!).Select(image => Guid.Parse(image.Groups["id"].Value)).Where(photos.Contains).Distinct().Count() >= 3));
    }

    [Fact]
    public void It_has_articles_with_documents_to_download()
    {
        var pdfs = Sample.Media.Where(file => file.MediaType == "application/pdf").Select(file => (Guid?)file.Id).ToHashSet();

        Assert.NotEmpty(Those(article => (article.Draft.Attachments ?? []).Count(use => pdfs.Contains(use.Id)) >= 2));
    }

    [Fact]
    public void It_has_articles_that_only_lead_elsewhere() =>
        Assert.NotEmpty(Those(article => article.Draft.LinkUrl is not null && string.IsNullOrEmpty(article.Draft.Body)));

    [Fact]
    public void It_has_official_documents_with_the_whole_header() =>
        Assert.NotEmpty(Those(article => article.Draft.Document is { IndexNumber: not null, Topic: not null, Issuer: not null, DocumentNumber: not null, WrittenOn: not null, Status: not null }));

    [Fact]
    public void It_has_articles_in_English_beside_their_Chinese_originals() =>
        Assert.NotEmpty(Those(article => article is { Draft: { Locale: "en", Title: { } title }, TranslationOf: not null } && title.All(char.IsAscii)));

    [Fact]
    public void It_has_files_whose_names_every_tool_writes_alike() => Assert.All(Directory.EnumerateFileSystemEntries(Repository.Locate("seeds"), "*", SearchOption.AllDirectories),
        path => Assert.Matches("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", Path.GetFileName(path)));

    // Their names: what a failing test shows is to be read.
    private static IEnumerable<string?> Those(Func<ArticleEntry, bool> are) => Articles.Where(are).Select(article => article.Draft.Slug);

    private static ArticleEntry Article(string slug) => Articles.Single(article => article.Draft.Slug == slug);

    private static string Words(ArticleEntry article) => Tags().Replace(article.Draft.Body!, "");

    [GeneratedRegex("/v1/attachments/(?<id>[0-9a-f-]{36})/content")]
    private static partial Regex Images();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
