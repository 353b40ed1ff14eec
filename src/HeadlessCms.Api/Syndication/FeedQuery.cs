using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Syndication;

/// <summary>What a feed was asked for.</summary>
internal sealed record FeedQuery
{
    private const int Usual = 20;
    private const int OfAnArchive = 100;

    /// <summary>Id or slug; with all below it.</summary>
    public string? Category { get; init; }

    public string? Tag { get; init; }

    public string? Locale { get; init; }

    /// <summary>Null: as many as are usual.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether the entries carry their texts.</summary>
    public bool Full { get; init; }

    /// <summary>Null: the feed that readers subscribe to, and what follows it by cursor.</summary>
    public ArchivePeriod? Archive { get; init; }

    public string? Cursor { get; init; }

    /// <summary>How many entries the answer has at most.</summary>
    public int Count => Limit ?? (Archive is null ? Usual : OfAnArchive);

    /// <summary>All parameters of a feed.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        QueryParameter.Text("category", 80, "Id or slug of a category; with all below it."),
        QueryParameter.Text("tag", 50, "Articles with this tag."),
        QueryParameter.Text("locale", 35, "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 language tag, such as zh-CN", "Articles in this language (BCP 47)."),
        QueryParameter.Flag("full", "`true`: entries carry their whole text; else their summary."),
        QueryParameter.Integer("limit", 1, 100, null, "How many entries to answer at most: 20 when left out, in an archive 100."),
        ArchivePeriod.Parameter,
        Cursors.Parameter,
    ];

    /// <summary>What a cursor is bound to.</summary>
    public string Filtering => string.Join('\n', ["feed", Category, Tag, Locale, Archive?.Name]);

    /// <summary>The query in one order, without what stands for nothing: the same feed always has the same address.</summary>
    public string Text => QueryString.Create(
        new (string Name, string? Value)[]
        {
            ("category", Category),
            ("tag", Tag),
            ("locale", Locale),
            ("full", Full ? "true" : null),
            ("limit", Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("archive", Archive?.Name),
            ("cursor", Cursor),
        }.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))).ToString();

    /// <summary>Reads what the route's <see cref="Parameters"/> have checked; a stretch of time must be over by now.</summary>
    public static Checked<FeedQuery> From(Query sent, DateTimeOffset now)
    {
        var archive = sent.Text("archive") is { } name ? ArchivePeriod.Named(name) : null;
        if (sent.Has("archive") && (archive is null || archive.End > now))
        {
            return new(null, [Fault.In("archive", "not_over", "It must be a month, day, hour or minute of the calendar (in UTC) that is over.")]);
        }
        return new(new()
        {
            Category = sent.Text("category"),
            Tag = sent.Text("tag"),
            Locale = sent.Text("locale"),
            Full = sent.Flag("full") ?? false,
            Limit = sent.Has("limit") ? (int)sent.Integer("limit") : null,
            Archive = archive,
            Cursor = sent.Text("cursor"),
        }, []);
    }

    /// <summary>The list of articles behind it, newest first and whatever is pinned.</summary>
    public ArticleQuery ToList() => new()
    {
        Category = Category,
        OwnCategoryOnly = false,
        Tag = Tag,
        Source = null,
        Author = null,
        Locale = Locale,
        PublishedAfter = Archive?.Start,
        PublishedBefore = Archive?.End,
        Featured = null,
        Pinned = null,
        Ids = null,
        HasAttachments = null,
        State = null,
        Sort = "-publishedAt",
        Limit = Count,
        WithTotal = false,
        Cursor = Cursor,
    };
}
