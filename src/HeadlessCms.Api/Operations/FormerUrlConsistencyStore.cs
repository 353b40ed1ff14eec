using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Operations;

/// <summary>
/// Compares the addresses by which articles of another site are found with those that the articles say. They are kept as hashes,
/// which no engine makes in SQL: so articles are read, page by page.
/// </summary>
internal static class FormerUrlConsistencyStore
{
    private const int PageSize = 1000;

    /// <summary>What disagrees; empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(Session session, CancellationToken ct)
    {
        var faults = new List<string>();
        Guid? after = null;
        while (true)
        {
            var ids = await session.ListAsync<Guid>(
                $"SELECT id FROM articles {(after is null ? "" : "WHERE id > @after")} ORDER BY id LIMIT {PageSize}", new { after }, ct);
            if (ids.Count == 0)
            {
                return faults;
            }
            faults.AddRange(await FaultsAsync(session, ids[0], ids[^1], ct));
            after = ids[^1];
        }
    }

    private static async Task<IEnumerable<string>> FaultsAsync(Session session, Guid first, Guid last, CancellationToken ct)
    {
        var copies = await session.ListAsync<CopyContent>(
            """
            SELECT c.article_id, c.copy, v.content
            FROM article_copies c
            JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
            WHERE c.article_id >= @first AND c.article_id <= @last AND CAST(v.content AS text) LIKE '%"formerUrls"%'
            """, new { first, last }, ct);
        var kept = await session.ListAsync<Key>(
            "SELECT article_id, copy, url_hash FROM article_former_urls WHERE article_id >= @first AND article_id <= @last", new { first, last }, ct);
        var said = copies.SelectMany(copy => copy.Keys).ToHashSet();
        said.SymmetricExceptWith(kept);
        return said.Select(key => (key.ArticleId, key.Copy)).Distinct().Order()
            .Select(copied => $"article {copied.ArticleId} is not found by the former addresses that its {copied.Copy} copy says");
    }

    private sealed record Key
    {
        public required Guid ArticleId { get; init; }

        public required string Copy { get; init; }

        public required string UrlHash { get; init; }
    }

    private sealed record CopyContent
    {
        public required Guid ArticleId { get; init; }

        public required string Copy { get; init; }

        public required string Content { get; init; }

        public IEnumerable<Key> Keys => (StoredJson.Read<Said>(Content).FormerUrls ?? [])
            .Select(url => new Key { ArticleId = ArticleId, Copy = Copy, UrlHash = FormerUrl.HashOf(url) });
    }

    private sealed record Said
    {
        public IReadOnlyList<string>? FormerUrls { get; init; }
    }
}
