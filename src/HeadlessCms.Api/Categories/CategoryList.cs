using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Categories;

/// <summary>One request for the list: a page of it by slug, or the whole tree.</summary>
internal sealed class CategoryList
{
    private readonly Query _query;
    private readonly Cursors _cursors;
    private readonly bool _asTree;
    private readonly string? _after;

    public CategoryList(Query query, Cursors cursors)
    {
        (_query, _cursors) = (query, cursors);
        _asTree = query.Text("as") == "tree";
        _after = query.Text(Cursors.Parameter.Name) is { } cursor ? cursors.Read(cursor, Filters)?.Key : "";
    }

    /// <summary>Whether the cursor is none of this list. The tree has no pages, and so no cursors.</summary>
    public bool IsRefused => _after is null;

    // What a cursor is bound to.
    private string Filters => _asTree ? "categories as tree" : "categories";

    /// <summary>The answer, with its link to the next page.</summary>
    public async Task<Page<CategoryNode>> ReadAsync(Session session, HttpContext context, CancellationToken ct)
    {
        var limit = (int)_query.Integer(Paging.Limit.Name);
        var items = _asTree
            ? await CategoryStore.TreeAsync(session, ct)
            : await CategoryStore.PageAsync(session, _after!, limit + 1, ct);
        var hasMore = !_asTree && items.Count > limit;
        if (hasMore)
        {
            items = [.. items.Take(limit)];
        }
        var next = hasMore ? _cursors.Write(new Position(items[^1].Slug, items[^1].Id), Filters) : null;
        Paging.WriteNextLink(context, next);
        return new()
        {
            Items = items,
            NextCursor = next,
            Total = _query.Flag(Paging.Count.Name) is true ? await CategoryStore.CountAsync(session, ct) : null,
        };
    }
}
