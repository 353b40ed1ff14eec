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
    public static string Of(Guid id, long version, long revision, RevisionSet around, ArticleSelection selection) =>
        EntityTags.Join(Own(id, version), EntityTags.Of($"{revision}", around.Key(Around), selection.Key));

    /// <summary>
    /// The tag of an article as it was in a version. It is another than the working copy's even where both show one
    /// version, and <c>If-Match</c> takes it while the working copy is at that version.
    /// </summary>
    public static string OfVersion(ArticleRow row, RevisionSet around, string shown) =>
        EntityTags.Join(Own(row), EntityTags.Of("version", $"{row.Revision}", around.Key(Around), shown));

    /// <summary>The tag of the working copy as writes answer it.</summary>
    public static string OfDraft(ArticleRow row, RevisionSet around) =>
        Of(row.ArticleId, row.Version, row.Revision, around, ArticleSelection.Whole);

    /// <summary>When anything around it last changed.</summary>
    public static DateTimeOffset? ChangedAround(RevisionSet around) => around.ChangedAt(Around);

    /// <summary>The tag of a list: which articles are public, in which version, and all else that it shows.</summary>
    public static string OfList(string address, RevisionSet around, ArticleSelection selection) =>
        EntityTags.Of("articles", address, around.Key([Revisions.Articles, .. Around]), selection.Key);

    /// <summary>When anything that a list shows last changed.</summary>
    public static DateTimeOffset? ListChanged(RevisionSet around) => around.ChangedAt([Revisions.Articles, .. Around]);
}
