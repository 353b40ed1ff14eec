using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using HeadlessCms.Site;

namespace HeadlessCms.Syndication;

/// <summary>Makes entries of feeds out of articles.</summary>
internal sealed class FeedEntries(PublicAddress address, SiteZone zone)
{
    private const int SummaryLength = 200;

    /// <summary>The entries of these articles, in their order.</summary>
    public async Task<IReadOnlyList<FeedEntry>> OfAsync(
        Session session, SiteSettings site, IReadOnlyList<ArticleRow> rows, IReadOnlyList<Article> articles, CancellationToken ct)
    {
        Guid[] covers = [.. articles.Select(article => article.Cover?.Id).OfType<Guid>().Distinct()];
        var files = covers.Length == 0
            ? new Dictionary<Guid, AttachmentRow>()
            : (await AttachmentStore.FindAsync(session, covers, ct)).ToDictionary(file => file.Id);
        return [.. articles.Select((article, at) => Of(site, article, rows[at].Body ?? "", files))];
    }

    private FeedEntry Of(SiteSettings site, Article article, string body, IReadOnlyDictionary<Guid, AttachmentRow> files) => new()
    {
        Id = TagAddress.OfArticle(site, article.Id, article.CreatedAt),
        Article = article,
        Summary = article.Summary ?? (Snippet.Summary(body, SummaryLength) is { Length: > 0 } beginning ? beginning : null),
        Content = HtmlAddresses.MakeAbsolute(body, address.Of(""), article.Url),
        PublishedAt = zone.Local(article.PublishedAt ?? article.CreatedAt),
        UpdatedAt = zone.Local(article.UpdatedAt),
        Media = MediaOf(article, files),
    };

    private IReadOnlyList<FeedMedia> MediaOf(Article article, IReadOnlyDictionary<Guid, AttachmentRow> files)
    {
        var cover = article.Cover is { } shown ? [OfCover(shown, files[shown.Id])] : Array.Empty<FeedMedia>();
        return [.. cover.Concat(article.Attachments!.Select(OfAttachment)).DistinctBy(media => media.Url)];
    }

    private FeedMedia OfCover(Cover cover, AttachmentRow file) => new()
    {
        Url = address.Of(cover.Url),
        Type = file.MediaType,
        Size = file.Size,
        Width = cover.Width,
        Height = cover.Height,
        FileName = file.FileName,
        Caption = cover.Caption,
        Alt = cover.Alt,
        Credit = cover.Credit,
        Role = FeedMedia.Cover,
    };

    private FeedMedia OfAttachment(ArticleAttachment file) => new()
    {
        Url = address.Of(file.Url),
        Type = file.MediaType,
        Size = file.Size,
        Width = null,
        Height = null,
        FileName = file.FileName,
        Caption = file.Caption,
        Alt = file.Alt,
        Credit = file.Credit,
        Role = file.Role,
    };
}
