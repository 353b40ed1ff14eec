using System.Globalization;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// Pages of a list, its pinned part first where it has one. A cursor says in which part it is and since when the walk
/// goes: what is pinned at its start stays first until its end.
/// </summary>
internal static class ArticlePages
{
    private const char Pinned = 'p';
    private const char Rest = 'r';

    /// <summary>The rows of a page, and the place that the next one begins after; null at the end.</summary>
    /// <param name="session">The snapshot.</param>
    /// <param name="read">The list, and from where.</param>
    /// <param name="category">How its category stands now; only a first page asks.</param>
    /// <param name="ct">Cancels the read.</param>
    public static async Task<(IReadOnlyList<ArticleRow> Rows, Position? Next)> ReadAsync(
        Session session, ListRead read, CategoryStanding? category, CancellationToken ct)
    {
        var query = read.Query;
        var (part, after) = PartOf(read, category);
        var first = part is { IsFirst: true } ? await ReadAsync(session, read, query with { Pins = part }, after, ct) : [];
        var rest = first.Count > query.Limit ? [] : await ReadAsync(
            session, read,
            query with { Limit = query.Limit - first.Count, Pins = part is null ? null : part with { IsFirst = false } },
            part is { IsFirst: true } ? null : after, ct);
        List<ArticleRow> rows = [.. first, .. rest];
        if (rows.Count <= query.Limit)
        {
            return (rows, null);
        }
        var key = ArticleOrder.Of(query).WriteKey(rows[query.Limit - 1]);
        var prefix = part is null ? "" : $"{(query.Limit <= first.Count ? Pinned : Rest)}{part.Start.ToUnixTimeMilliseconds()}_";
        return (rows[..query.Limit], new Position(prefix + key, rows[query.Limit - 1].ArticleId));
    }

    private static Task<IReadOnlyList<ArticleRow>> ReadAsync(
        Session session, ListRead read, ArticleQuery query, Position? after, CancellationToken ct) =>
        ArticleListStore.ListAsync(session, query, read.CategoryId, after, read.Now, read.WithText, ct);

    private static (PinnedPart? Part, Position? After) PartOf(ListRead read, CategoryStanding? category)
    {
        var after = read.After;
        if (after is null)
        {
            return (read.Query.PutsPinnedFirst && category is { PinEndsAt: not null } ? new PinnedPart(category.Start, IsFirst: true) : null, null);
        }
        if (!read.Query.PutsPinnedFirst || after.Key is not [Pinned or Rest, ..])
        {
            return (null, after);
        }
        var end = after.Key.IndexOf('_', StringComparison.Ordinal);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(after.Key.AsSpan(1, end - 1), CultureInfo.InvariantCulture));
        return (new PinnedPart(start, after.Key[0] == Pinned), after with { Key = after.Key[(end + 1)..] });
    }
}

/// <summary>Which page of which list.</summary>
/// <param name="Query">The list.</param>
/// <param name="CategoryId">The category it names, found.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="Now">When it is read.</param>
/// <param name="WithText">Whether the texts are read, too.</param>
internal sealed record ListRead(ArticleQuery Query, Guid? CategoryId, Position? After, DateTimeOffset Now, bool WithText);
