using System.Text.Json.Nodes;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Articles;

/// <summary>
/// Makes whole articles out of rows. What several rows need is asked for once, so any number of rows costs the same
/// few statements.
/// </summary>
internal sealed class ArticleReader(SiteZone zone, IOptions<JsonOptions> json)
{
    /// <summary>The articles of these rows, trimmed to what was selected.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync(
        Session session, IReadOnlyList<ArticleRow> rows, ArticleSelection selection, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }
        var related = await ArticleRelations.OfAsync(session, rows, selection, ct);
        if (selection.Has("neighbours"))
        {
            related = related with { Neighbours = await NeighboursAsync(session, rows, ct) };
        }
        return [.. rows.Select(row => selection.Trim(Make(row, related), json.Value.SerializerOptions))];
    }

    /// <summary>One article whole, for slices that say the same in other forms.</summary>
    public async Task<Article> ReadWholeAsync(Session session, ArticleRow row, CancellationToken ct) =>
        Make(row, await ArticleRelations.OfAsync(session, [row], ArticleSelection.Whole, ct));

    /// <inheritdoc cref="ReadWholeAsync(Session, ArticleRow, CancellationToken)"/>
    public async Task<IReadOnlyList<Article>> ReadWholeAsync(Session session, IReadOnlyList<ArticleRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return [];
        }
        var related = await ArticleRelations.OfAsync(session, rows, ArticleSelection.Whole, ct);
        return [.. rows.Select(row => Make(row, related))];
    }

    /// <summary>Who stands before and after each of these.</summary>
    public async Task<IReadOnlyDictionary<Guid, Neighbours>> NeighboursAsync(
        Session session, IReadOnlyList<ArticleRow> rows, CancellationToken ct)
    {
        var found = await ArticleRelationStore.NeighboursAsync(session, rows[0].Copy, [.. rows.Select(row => row.ArticleId)], ct);
        Guid[] ids = [.. found.SelectMany(row => new[] { row.PreviousId, row.NextId }).OfType<Guid>().Distinct()];
        var items = ids.Length == 0 ? [] : await ReadAsync(
            session, await ArticleStore.FindAsync(session, ids, "public", ct), ArticleSelection.Item, ct);
        var byId = items.ToDictionary(item => item["id"]!.GetValue<Guid>());
        JsonObject? Item(Guid? id) => id is { } known ? byId[known].DeepClone().AsObject() : null; // a node has one parent
        return found.ToDictionary(
            row => row.ArticleId, row => new Neighbours { Previous = Item(row.PreviousId), Next = Item(row.NextId) });
    }

    private Article Make(ArticleRow row, RelatedRows related)
    {
        var draft = row.Draft;
        var breadcrumbs = related.Breadcrumbs[row.CategoryId];
        return new Article
        {
            Id = row.ArticleId,
            Slug = row.Slug,
            Locale = row.Locale,
            Translations = related.TranslationsOf(row),
            State = row.State,
            Version = row.Version,
            Title = draft.Title!,
            Subtitle = draft.Subtitle,
            Kicker = draft.Kicker,
            Summary = draft.Summary,
            Body = row.Body,
            BodyFormat = draft.BodyFormat!,
            LinkUrl = draft.LinkUrl,
            Category = new CategoryRef { Id = row.CategoryId, Slug = row.CategorySlug, Name = row.CategoryName },
            Breadcrumbs = breadcrumbs,
            AlsoIn = related.AlsoInOf(row),
            Source = draft.Source is { } source ? new ArticleSource { Name = source.Name!, Url = source.Url } : null,
            Author = draft.Author,
            Editor = draft.Editor,
            Tags = draft.Tags ?? [],
            Featured = draft.Featured ?? false,
            PinnedUntil = draft.PinnedUntil,
            Cover = related.CoverOf(draft),
            Attachments = related.AttachmentsOf(draft),
            Document = draft.Document,
            Corrections = row.AllCorrections,
            Extra = draft.Extra?.DeepClone().AsObject() ?? [],
            FormerUrls = draft.FormerUrls ?? [],
            Rights = draft.Rights ?? new ArticleRights(),
            PublishedAt = row.PublishedAt,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            Url = ArticleAddressing.PageOf(
                related.Site, zone, row.ArticleId, row.Slug, breadcrumbs, row.PublishedAt ?? row.CreatedAt),
            Links = ArticleAddressing.LinksOf(row.ArticleId),
            Views = related.Views.GetValueOrDefault(row.ArticleId),
            Neighbours = related.Neighbours.GetValueOrDefault(row.ArticleId),
            Pending = row.PublicVersion != row.LatestVersion,
            Schedule = row.Schedule,
            PublishFault = row.PublishFault is { } fault ? StoredJson.Read<PublishFault>(fault) : null,
            BodySource = row.BodySource ?? row.Body,
        };
    }
}

/// <summary>What rows of articles refer to, each kind read at once.</summary>
internal sealed record RelatedRows
{
    public required SiteSettings Site { get; init; }

    public required IReadOnlyDictionary<Guid, IReadOnlyList<CategoryRef>> Breadcrumbs { get; init; }

    public required IReadOnlyDictionary<Guid, CategoryRef> Categories { get; init; }

    public required IReadOnlyDictionary<Guid, AttachmentRow> Attachments { get; init; }

    public required ILookup<Guid, TranslationRow> Translations { get; init; }

    public required IReadOnlyDictionary<Guid, long> Views { get; init; }

    public required IReadOnlyDictionary<Guid, Neighbours> Neighbours { get; init; }

    /// <summary>The others of its group.</summary>
    public IReadOnlyList<Translation> TranslationsOf(ArticleRow row) =>
        [.. Translations[row.TranslationOf].Where(other => other.ArticleId != row.ArticleId)
            .Select(other => new Translation { Locale = other.Locale, Id = other.ArticleId, Slug = other.Slug })];

    /// <summary>Those that still exist, beside its own.</summary>
    public IReadOnlyList<CategoryRef> AlsoInOf(ArticleRow row) =>
        [.. row.AlsoInIds.Where(id => id != row.CategoryId).Distinct().Select(id => Categories.GetValueOrDefault(id)).OfType<CategoryRef>()];

    /// <summary>Null without one.</summary>
    public Cover? CoverOf(ArticleDraft draft) =>
        draft.CoverId is { } id && Attachments.GetValueOrDefault(id) is { } file
            ? new Cover
            {
                Id = id,
                Url = ContentOf(id),
                Alt = file.Alt,
                Caption = file.Caption,
                Credit = file.Credit,
                Width = file.Width,
                Height = file.Height,
                Srcset = [],
            }
            : null;

    /// <summary>In the editor's order.</summary>
    public IReadOnlyList<ArticleAttachment> AttachmentsOf(ArticleDraft draft) =>
        [.. (draft.Attachments ?? []).Where(use => Attachments.ContainsKey(use.Id!.Value)).Select(use => Make(use, Attachments[use.Id!.Value]))];

    private static ArticleAttachment Make(AttachmentUse use, AttachmentRow file) => new()
    {
        Id = file.Id,
        Role = use.Role!,
        FileName = file.FileName,
        MediaType = file.MediaType,
        Size = file.Size,
        Sha256 = file.Sha256,
        Url = ContentOf(file.Id),
        Alt = file.Alt,
        Caption = file.Caption,
        Credit = file.Credit,
    };

    private static string ContentOf(Guid id) => $"/v1/attachments/{id}/content";
}
