using System.Globalization;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Storage;

/// <summary>
/// A portal with many rows in every table that grows, written as the slices would have, and all statistics gathered. What a
/// filter leaves of it is half of all or a constant few, and lies in no order one after the other.
/// </summary>
internal static class LargePortal
{
    /// <summary>The dateline of the newest article; each is a minute older than the one before.</summary>
    public static readonly DateTimeOffset Newest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>So many articles have the tag <c>rare</c>, are pinned, or are shown in another category.</summary>
    public const int Few = 20;

    private static readonly string[] States = ["draft", "withdrawn", "trashed", "published", "published", "published", "published", "published", "published", "published"];

    /// <summary>The id of the article, file, key or entry of this number.</summary>
    public static Guid Id(int n) => Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-7000-8000-{n:x12}"), "D");

    /// <summary>Where article <paramref name="n"/> of so many stands in an order by views, title or update: not where it does by date.</summary>
    public static int Place(int n, int articles) => (int)((long)n * 7919 % articles);

    /// <summary>Makes one.</summary>
    public static async Task<Portal> OfAsync(Engine engine, int articles)
    {
        var portal = new Portal(engine);
        var categories = new List<string>();
        foreach (var (slug, parent) in ((string, string?)[])[("home", null), ("left", "home"), ("right", "home")])
        {
            categories.Add((await portal.Admin.PostAsync("/v1/categories", new { slug, name = slug, parentId = parent })).Id());
        }
        var template = Guid.Parse(await portal.PublishedAsync(new { slug = "template", title = "题", body = "<p>文</p>", categoryId = "home" }));
        await portal.Database.WriteAsync(async session =>
        {
            var content = await session.FirstOrDefaultAsync<string>("SELECT content FROM article_versions WHERE article_id = @template", new { template }, default);
            await FillAsync(session, articles, content!, [.. categories.Select(Guid.Parse)]);
            return await session.ExecuteAsync("ANALYZE;", null, default);
        }, default);
        return portal;
    }

    private static async Task FillAsync(Session session, int articles, string content, Guid[] categories)
    {
        var all = Enumerable.Range(0, articles).Select(n => new Entry(n, articles, categories)).ToList();
        var copies = all.SelectMany(a => a.State == "published" ? new[] { ("draft", a), ("public", a) } : [("draft", a)]).ToList();
        await InsertAsync(session, "articles", "id, state, revision, public_revision, latest_version, first_published_at, created_at",
            all.Select(a => new object?[] { a.Id, a.State, 1L, 1L, 1L, a.SortedAt, a.SortedAt }));
        await InsertAsync(session, "article_versions", "article_id, version, category_id, saved_at, changed, content, body",
            all.Select(a => new object?[] { a.Id, 1L, a.Category, a.SortedAt, "[]", content, "<p>文</p>" })
                .Concat(all.Skip(1).Select(a => new object?[] { Id(0), a.N + 1L, a.Category, a.SortedAt, "[]", content, "<p>文</p>" })));
        await InsertAsync(session, "article_copies",
            "copy, article_id, version, state, slug, category_id, title_key, locale, translation_of, source_name, author, featured, has_attachments, published_at, sorted_at, updated_at",
            copies.Select(c => new object?[]
            {
                c.Item1, c.Item2.Id, 1L, c.Item2.State, $"s-{c.Item2.N}", c.Item2.Category, c.Item2.Title, c.Item2.Bit(1) ? "en" : "zh-CN", c.Item2.Id,
                c.Item2.Bit(2) ? "s" : "other", c.Item2.Bit(3) ? "a" : "other", c.Item2.Bit(4), c.Item2.Bit(5), c.Item2.SortedAt, c.Item2.SortedAt, c.Item2.UpdatedAt,
            }));
        await session.ExecuteAsync(
            "UPDATE article_copies SET pinned_until = @until WHERE article_id IN @few", new { until = Newest.AddYears(50), few = new InList<Guid>(all.Where(a => a.IsOfFew).Select(a => a.Id)) }, default);
        await InsertAsync(session, "article_slugs", "slug, article_id, was_public", all.Select(a => new object?[] { $"s-{a.N}", a.Id, true }));
        await InsertAsync(session, "article_tags", "copy, tag, article_id, sorted_at",
            copies.SelectMany(c => c.Item2.Tags.Select(tag => new object?[] { c.Item1, tag, c.Item2.Id, c.Item2.SortedAt })));
        await InsertAsync(session, "article_also_in", "copy, article_id, category_id, own_id, sorted_at",
            copies.Where(c => c.Item2.IsOfFew).Select(c => new object?[] { c.Item1, c.Item2.Id, c.Item2.Other, c.Item2.Category, c.Item2.SortedAt }));
        await InsertAsync(session, "article_views", "article_id, views, baseline", all.Select(a => new object?[] { a.Id, (long)a.Place, 0L }));
        await InsertAsync(session, "article_schedules", "article_id, version, slug, publish_at, due_at",
            all.Where(a => a.IsOfFew).Select(a => new object?[] { a.Id, 1L, $"s-{a.N}", Newest.AddYears(50), Newest.AddYears(50) }));
        await CountAsync(session);
        await FillAroundAsync(session, all, categories);
    }

    private static async Task CountAsync(Session session)
    {
        await session.ExecuteAsync("DELETE FROM category_counts", null, default);
        await session.ExecuteAsync("INSERT INTO category_counts (category_id, article_count) SELECT category_id, COUNT(*) FROM article_copies WHERE copy = 'public' GROUP BY category_id", null, default);
        await session.ExecuteAsync("INSERT INTO tag_counts (tag, article_count) SELECT tag, COUNT(*) FROM article_tags WHERE copy = 'public' GROUP BY tag", null, default);
    }

    // What stands beside articles, as many of each.
    private static async Task FillAroundAsync(Session session, List<Entry> all, Guid[] categories)
    {
        // Most tags are those of articles that are public no longer.
        await InsertAsync(session, "tag_counts", "tag, article_count", all.Select(a => new object?[] { $"tag-{a.N:d6}", a.N < all.Count - 200 ? 0L : 1L }));
        await InsertAsync(session, "blobs", "sha256, size, media_type, created_at", [["b", 1L, "image/png", Newest]]);
        await InsertAsync(session, "attachments", "id, sha256, media_type, kind, file_name, decorative, is_used, revision, created_at, updated_at",
            all.Select(a => new object?[] { a.Id, "b", a.Bit(6) ? "image/png" : "application/pdf", a.Bit(6) ? "image" : "application", "f", false, a.N == 0, 1L, Newest, Newest }));
        await InsertAsync(session, "article_attachments", "article_id, version, attachment_id, role",
            all.Select(a => new object?[] { Id(0), a.N + 1L, Id(0), "cover" }));
        await InsertAsync(session, "audit", "seq, id, at, action, key_id, actor_name, target_type, target_id, hash",
            all.Select(a => new object?[] { a.N + 1000L, a.Id, Newest.AddMinutes(a.N), a.Bit(1) ? "article.update" : "article.publish", Id(a.Bit(2) ? 1 : 2), a.Bit(3) ? "甲" : "乙", a.Bit(4) ? "article" : "key", a.Bit(5) ? "x" : "y", "h" }));
        await InsertAsync(session, "changes", "seq, kind, article_id, category_id, version, occurred_at",
            all.Select(a => new object?[] { a.N + 1000L, "updated", a.Id, a.Category, 1L, Newest.AddMinutes(a.N) }));
        await InsertAsync(session, "change_categories", "category_id, seq, is_below",
            all.SelectMany(a => new[] { a.Category, categories[0] }.Distinct().Select(id => new object?[] { id, a.N + 1000L, false })));
        await InsertAsync(session, "access_keys", "id, name, scopes, created_at", all.Select(a => new object?[] { a.Id, "k", "[]", Newest }));
        await InsertAsync(session, "access_key_secrets", "hash, key_id, hint", all.Select(a => new object?[] { $"h{a.N}", a.Id, "abcd" }));
        await InsertAsync(session, "previews", "id, article_id, version, created_at, created_by, expires_at",
            all.Select(a => new object?[] { a.Id, Id(0), a.N + 1L, Newest, "k", Newest.AddYears(50) }));
        await InsertAsync(session, "categories", "id, slug, name, keywords, parent_id, position, revision, created_at, updated_at",
            all.Select(a => new object?[] { a.Id, $"leaf-{a.N:d6}", $"l{a.N}", "[]", categories[0], a.N + 10L, 1L, Newest, Newest }).Take(all.Count / 10));
        await InsertAsync(session, "category_closure", "ancestor_id, descendant_id, depth",
            all.Take(all.Count / 10).Select(a => new object?[] { a.Id, a.Id, 0L }));
    }

    private static async Task InsertAsync(Session session, string table, string columns, IEnumerable<object?[]> rows)
    {
        foreach (var chunk in rows.Chunk(1000))
        {
            await session.ExecuteAsync($"INSERT INTO {table} ({columns}) VALUES @rows", new { rows = new RowList(chunk) }, default);
        }
    }

    private sealed record Entry(int N, int Of, Guid[] Categories)
    {
        private uint Mixed => unchecked((uint)N * 2654435761u) ^ (unchecked((uint)N * 2246822519u) >> 15);

        public Guid Id => LargePortal.Id(N);

        public bool IsOfFew => N % (Of / Few) == 0;

        // Of the few half lie on each side, however many articles there are.
        private bool IsLeft => IsOfFew ? N / (Of / Few) % 2 == 0 : Bit(0);

        public string State => IsOfFew ? "published" : States[Mixed / 4096 % 10];

        public Guid Category => Categories[IsLeft ? 1 : 2];

        public Guid Other => Categories[IsLeft ? 2 : 1];

        public int Place => LargePortal.Place(N, Of);

        public string Title => TitleOf(Place);

        public DateTimeOffset SortedAt => Newest.AddMinutes(-N);

        public DateTimeOffset UpdatedAt => Newest.AddMinutes(Place);

        public IEnumerable<string> Tags => [.. Bit(7) ? ["common"] : Array.Empty<string>(), .. IsOfFew ? ["rare"] : Array.Empty<string>()];

        public bool Bit(int at) => ((Mixed >> (22 + at)) & 1) == 1;
    }

    /// <summary>The title of what stands at this place.</summary>
    public static string TitleOf(int place) => place.ToString("d8", CultureInfo.InvariantCulture);
}
