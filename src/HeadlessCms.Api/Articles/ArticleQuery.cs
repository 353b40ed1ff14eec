using System.Globalization;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>What a list of articles was asked for: bound once, unknown names refused.</summary>
internal sealed record ArticleQuery
{
    /// <summary>The states a caller who may read drafts can ask for.</summary>
    public static readonly string[] States = ["draft", "scheduled", "published", "withdrawn", "trashed", "all"];

    private static readonly string[] Sorts = ["-publishedAt", "publishedAt", "-updatedAt", "-views", "title"];

    public required string? Category { get; init; }

    public required bool OwnCategoryOnly { get; init; }

    public required string? Tag { get; init; }

    public required string? Source { get; init; }

    public required string? Author { get; init; }

    public required string? Locale { get; init; }

    public required DateTimeOffset? PublishedAfter { get; init; }

    public required DateTimeOffset? PublishedBefore { get; init; }

    public required bool? Featured { get; init; }

    public required bool? Pinned { get; init; }

    public required IReadOnlyList<Guid>? Ids { get; init; }

    public required bool? HasAttachments { get; init; }

    /// <summary>An address that articles had elsewhere before.</summary>
    public string? FormerUrl { get; init; }

    /// <summary>Null: what the public sees.</summary>
    public required string? State { get; init; }

    public required string Sort { get; init; }

    public required int Limit { get; init; }

    public required bool WithTotal { get; init; }

    public required string? Cursor { get; init; }

    /// <summary>Whether articles that lie elsewhere are shown in the category, too; found out when the list is read.</summary>
    public bool ReachesAlsoIn { get; init; }

    /// <summary>Whether the category has very many below it; found out when the list is read.</summary>
    public bool IsWide { get; init; }

    /// <summary>Which part of a list with pinned articles is read; null where none are put first.</summary>
    public PinnedPart? Pins { get; init; }

    /// <summary>Whether what is pinned in its category stands first.</summary>
    public bool PutsPinnedFirst => Category is not null && Sort == Sorts[0];

    /// <summary>The filters every list of articles has.</summary>
    public static QueryParameter[] Filters { get; } =
    [
        QueryParameter.Text("category", 80, "Id or slug of a category; with all below it."),
        QueryParameter.Choice("depth", ["0"], null, "0: the category itself alone."),
        QueryParameter.Text("tag", 50, "Articles with this tag."),
        QueryParameter.Text("source", 100, "Articles whose source has this name."),
        QueryParameter.Text("author", 100, "Articles by this author."),
        QueryParameter.Text("locale", 35, "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 language tag, such as zh-CN", "Articles in this language (BCP 47)."),
        QueryParameter.Time("publishedAfter", "Articles whose dateline is this instant or later."),
        QueryParameter.Time("publishedBefore", "Articles whose dateline is before this instant."),
        QueryParameter.Flag("featured", "Articles that are, or are not, featured."),
        QueryParameter.Flag("pinned", "Articles that are, or are not, pinned now."),
        QueryParameter.Ids("ids", 100, "Articles with these ids."),
        QueryParameter.Flag("hasAttachments", "Articles that have, or have not, attachments."),
    ];

    /// <summary>All parameters of the list of articles.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        .. Filters,
        QueryParameter.Address("formerUrl", "Articles that had this address before they came here; `http` and `https` are one, and a fragment does not matter."),
        QueryParameter.Choice("state", States, null, "Needs `drafts:read`: articles in this state, as their working copy; `scheduled`: all for which a time is set."),
        QueryParameter.Choice("sort", Sorts, Sorts[0], "The order; equal ones by id."),
        QueryParameter.Flag("count", "true: add `total`."),
        ArticleSelection.Include,
        ArticleSelection.Fields,
        Paging.Limit,
        Cursors.Parameter,
    ];

    /// <summary>The category in whose subtree alone the caller may read drafts; null without such a limit.</summary>
    public Guid? Within { get; init; }

    /// <summary>Which of an article's two copies is listed.</summary>
    public string Copy => State is null or "published" ? "public" : "draft";

    /// <summary>What a cursor is bound to: everything that decides which articles come in which order.</summary>
    public string Filtering => string.Join('\n', [
        "articles", Category, OwnCategoryOnly.ToString(), Tag, Source, Author, Locale, Text(PublishedAfter), Text(PublishedBefore),
        Featured?.ToString(), Pinned?.ToString(), FormerUrl, Ids is null ? null : string.Join(',', Ids), HasAttachments?.ToString(), State, Sort, Within?.ToString(),
    ]);

    /// <summary>Reads what the route's <see cref="Parameters"/> have checked.</summary>
    public static ArticleQuery From(Query query) => new()
    {
        Category = query.Text("category"),
        OwnCategoryOnly = query.Has("depth"),
        Tag = query.Text("tag"),
        Source = query.Text("source"),
        Author = query.Text("author"),
        Locale = query.Text("locale") is { } locale ? Locales.Normalized(locale) : null,
        PublishedAfter = query.Time("publishedAfter"),
        PublishedBefore = query.Time("publishedBefore"),
        Featured = query.Flag("featured"),
        Pinned = query.Flag("pinned"),
        Ids = query.Ids("ids"),
        HasAttachments = query.Flag("hasAttachments"),
        FormerUrl = query.Text("formerUrl"),
        State = query.Text("state"),
        Sort = query.Text("sort") ?? Sorts[0],
        Limit = (int)query.Integer("limit"),
        WithTotal = query.Flag("count") ?? false,
        Cursor = query.Text("cursor"),
    };

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>A part of a list that puts pinned articles first.</summary>
/// <param name="Start">Pinned is whose pin ends after this moment.</param>
/// <param name="IsFirst">Those that are pinned; else the others.</param>
internal sealed record PinnedPart(DateTimeOffset Start, bool IsFirst);
