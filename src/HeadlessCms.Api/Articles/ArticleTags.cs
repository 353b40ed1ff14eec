using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>The entity tags of articles.</summary>
internal static class ArticleTags
{
    private static readonly string[] Around = [Revisions.Tree, Revisions.Site, Revisions.Attachments];

    /// <summary>
    /// What <c>If-Match</c> compares: the version shown. While nothing is pending, the public copy shows the working
    /// copy's version, so its tag is taken too.
    /// </summary>
    public static string Own(Guid id, long version) => EntityTags.Of("article", id.ToString(), $"{version}");

    /// <inheritdoc cref="Own(Guid, long)"/>
    public static string Own(ArticleRow row) => Own(row.ArticleId, row.Version);

    /// <summary>The tag of one article: its version, and all else that its representation shows.</summary>
    /// <param name="own">Its <see cref="Own(Guid, long)"/>.</param>
    /// <param name="revision">Its own, or its public one.</param>
    /// <param name="group">How often its translations have changed.</param>
    /// <param name="around">All else that it shows.</param>
    /// <param name="selection">How much of it is shown.</param>
    public static string Of(string own, long revision, long group, RevisionSet around, ArticleSelection selection) => EntityTags.Join(
        own, EntityTags.Of($"{revision}", selection.Has("translations") ? $"{group}" : "", around.Key(AroundOf(selection)), selection.Key));

    /// <summary>
    /// The tag of an article as it was in a version. It is another than the working copy's even where both show one
    /// version, and <c>If-Match</c> takes it while the working copy is at that version.
    /// </summary>
    public static string OfVersion(ArticleRow row, long group, RevisionSet around, ArticleSelection selection, string shown) =>
        EntityTags.Join(Own(row), EntityTags.Of("version", $"{row.Revision}", $"{group}", around.Key(AroundOf(selection)), selection.Key, shown));

    /// <summary>The tag of the working copy as writes answer it.</summary>
    public static string OfDraft(ArticleRow row, long group, RevisionSet around, ArticleSelection selection) =>
        Of(Own(row), row.Revision, group, around, selection);

    /// <summary>When anything around it last changed.</summary>
    public static DateTimeOffset? ChangedAround(RevisionSet around, ArticleSelection selection) => around.ChangedAt(AroundOf(selection));

    /// <summary>The tag of a list: which articles are public, in which version, and all else that it shows.</summary>
    public static string OfList(string address, RevisionSet around, ArticleSelection selection) =>
        EntityTags.Of("articles", address, around.Key([Revisions.Articles, .. Around]), selection.Key);

    /// <summary>When anything that a list shows last changed.</summary>
    public static DateTimeOffset? ListChanged(RevisionSet around) => around.ChangedAt([Revisions.Articles, .. Around]);

    // Who is limited sees of translations elsewhere what is public: that any publishing may change.
    private static string[] AroundOf(ArticleSelection selection) => selection.Limit is null ? Around : [Revisions.Articles, .. Around];
}
