using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>Slugs that nobody chose.</summary>
internal static class ArticleSlugs
{
    private const int MostTried = 100;

    /// <summary>The slug of a title; of the article's id where nothing of the title can be spelt.</summary>
    public static string From(string title, Guid id) => Slug.From(title, $"article-{Tail(id)}");

    /// <summary>Takes the slug, or one like it when another article has it; null when even the one of its id is taken.</summary>
    public static async Task<string?> ClaimFreeAsync(Session session, Guid id, string slug, CancellationToken ct)
    {
        for (var n = 1; n < MostTried; n++)
        {
            var candidate = n == 1 ? slug : Slug.Numbered(slug, n);
            if (!ArticleRules.ReservedSlugs.Contains(candidate) && await ArticleWriteStore.ClaimSlugAsync(session, id, candidate, ct))
            {
                return candidate;
            }
        }
        var own = $"{CodePoints.First(slug, 60).TrimEnd('-')}-{Tail(id)}";
        return await ArticleWriteStore.ClaimSlugAsync(session, id, own, ct) ? own : null;
    }

    private static string Tail(Guid id) => id.ToString("n")[^12..];
}
