namespace HeadlessCms.Categories;

/// <summary>Lays rows out as a tree.</summary>
internal static class CategoryTree
{
    /// <summary>The top level, each with its children, in the order of the rows.</summary>
    public static IReadOnlyList<CategoryNode> Of(IReadOnlyList<CategoryRow> rows)
    {
        var below = rows.Where(row => row.ParentId is not null).ToLookup(row => row.ParentId!.Value);
        var top = new List<CategoryNode>();
        var waiting = new Queue<(CategoryRow Row, string Prefix, List<CategoryNode> Siblings)>(
            rows.Where(row => row.ParentId is null).Select(row => (row, "", top)));
        // Level by level and not by recursion: the depth is the editors' choice, the stack is not.
        while (waiting.TryDequeue(out var next))
        {
            var children = new List<CategoryNode>();
            var node = new CategoryNode(next.Row.ToCategory(next.Prefix + next.Row.Slug), children);
            next.Siblings.Add(node);
            foreach (var child in below[node.Id])
            {
                waiting.Enqueue((child, node.Path + "/", children));
            }
        }
        return top;
    }
}
