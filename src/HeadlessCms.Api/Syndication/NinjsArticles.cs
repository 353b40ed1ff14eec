using HeadlessCms.Articles;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Syndication;

/// <summary>Writes articles in the words of news agencies, out of the same entries as feeds.</summary>
internal sealed class NinjsArticles(ArticleReader reader, FeedEntries entries)
{
    private const string PlainText = "text/plain";
    private const string Html = "text/html";

    /// <summary>A public article.</summary>
    public async Task<Ninjs> OfAsync(Session session, Guid id, CancellationToken ct)
    {
        ArticleRow[] rows = [(await ArticleStore.FindAsync(session, id, "public", ct))!];
        var articles = await reader.ReadWholeAsync(session, rows, ct);
        return Of((await entries.OfAsync(session, await SiteStore.GetAsync(session, ct), rows, articles, ct))[0]);
    }

    private static Ninjs Of(FeedEntry entry)
    {
        var article = entry.Article;
        return new Ninjs
        {
            Uri = entry.Id,
            Version = $"{article.Version}",
            FirstCreated = article.CreatedAt,
            VersionCreated = entry.UpdatedAt,
            ContentCreated = entry.PublishedAt,
            CopyrightHolder = article.Rights?.CopyrightHolder,
            UsageTerms = article.Rights?.UsageTerms,
            Language = article.Locale,
            Headlines = Texts(("main", PlainText, article.Title), ("kicker", PlainText, article.Kicker), ("subtitle", PlainText, article.Subtitle)),
            Descriptions = Texts(("summary", PlainText, entry.Summary)),
            Bodies = Texts(("main", Html, entry.Content)),
            Subjects =
            [
                new NinjsSubject { Name = article.Category.Name, Rel = "section", Literal = article.Category.Slug },
                .. article.Tags.Select(tag => new NinjsSubject { Name = tag, Rel = "keyword" }),
            ],
            InfoSources = article.Source is { } source ? [new NinjsInfoSource { Name = source.Name, Uri = source.Url }] : [],
            By = article.Author,
            Slugline = article.Slug,
            Renditions = [new NinjsRendition { Name = "web", Href = article.Url, ContentType = Html }],
            Associations = [.. entry.Media.Select(Associated)],
            AltIds = [new NinjsAltId { Role = "id", Value = $"{article.Id}" }],
        };
    }

    private static NinjsAssociation Associated(FeedMedia media) => new()
    {
        Name = media.Role,
        Uri = media.Url,
        Type = media.Medium switch { "image" => "picture", "document" => "component", var medium => medium },
        By = media.Credit,
        Descriptions = Texts(("caption", PlainText, media.Caption), ("alt", PlainText, media.Alt)),
        Renditions =
        [
            new NinjsRendition
            {
                Name = "original",
                Href = media.Url,
                ContentType = media.Type,
                Width = media.Width,
                Height = media.Height,
                SizeInBytes = media.Size,
                OriginalFilename = media.FileName,
            },
        ],
    };

    private static IReadOnlyList<NinjsText> Texts(params IEnumerable<(string Role, string Type, string? Value)> texts) =>
        [.. texts.Where(text => !string.IsNullOrEmpty(text.Value)).Select(text => new NinjsText { Role = text.Role, ContentType = text.Type, Value = text.Value! })];
}
