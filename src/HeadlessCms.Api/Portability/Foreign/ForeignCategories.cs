using HeadlessCms.Categories;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>How the sections of another system find their categories here.</summary>
/// <param name="Create">Whether those that are not here are made.</param>
/// <param name="Standard">The slug of the category for what has no other, below which new ones are made; or null.</param>
internal sealed record CategoryChoice(bool Create, string? Standard);

/// <summary>
/// Finds categories by their names: a way of names is the category whose own way from the top ends like it, the shortest such way
/// when there are several. Those that are missing are made, when that is wanted.
/// </summary>
internal sealed class ForeignCategories
{
    private readonly CategoryChoice _choice;
    private readonly List<(string[] Way, string Slug)> _all = [];
    private readonly HashSet<string> _slugs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly Queue<TransferLine> _made = new();

    /// <param name="tree">The tree as it is.</param>
    /// <param name="formerSlugs">What else is taken.</param>
    /// <param name="choice">What is wanted.</param>
    public ForeignCategories(IReadOnlyList<CategoryNode> tree, IEnumerable<string> formerSlugs, CategoryChoice choice)
    {
        _choice = choice;
        _slugs.UnionWith(formerSlugs);
        var waiting = new Queue<(CategoryNode Node, string[] Above)>(tree.Select(node => (node, Array.Empty<string>())));
        while (waiting.TryDequeue(out var next))
        {
            string[] way = [.. next.Above, next.Node.Name];
            _all.Add((way, next.Node.Slug));
            _slugs.Add(next.Node.Slug);
            foreach (var child in next.Node.Children ?? [])
            {
                waiting.Enqueue((child, way));
            }
        }
    }

    /// <summary>The categories that were made since this was last asked: they come in before what names them.</summary>
    public IEnumerable<Arrival> Made(Place place)
    {
        while (_made.TryDequeue(out var line))
        {
            yield return new(place, line);
        }
    }

    /// <summary>The slug of the category for what has none of its own; null when none was named.</summary>
    public string? Standard => _choice.Standard;

    /// <summary>The slug of the category at the end of this way of names; null when it is not here and is not to be made.</summary>
    /// <param name="way">From the top, as far as the other system tells it.</param>
    /// <param name="slugs">What each is called there in addresses, or nothing: taken when it can be.</param>
    public string? Find(IReadOnlyList<string> way, IReadOnlyList<string?>? slugs = null)
    {
        var key = string.Join('\n', way);
        if (_found.TryGetValue(key, out var known))
        {
            return known;
        }
        var slug = Here(way) ?? (_choice.Create ? Make(way, slugs) : null);
        if (slug is not null)
        {
            _found.Add(key, slug);
        }
        return slug;
    }

    // Level by level they were filled in, so the first is the one nearest to the top.
    private string? Here(IReadOnlyList<string> way) =>
        _all.Find(one => one.Way.Length >= way.Count && one.Way.AsSpan(one.Way.Length - way.Count).SequenceEqual([.. way])).Slug;

    private string Make(IReadOnlyList<string> way, IReadOnlyList<string?>? slugs)
    {
        var parent = way.Count > 1 ? Find([.. way.Take(way.Count - 1)], slugs?.Take(way.Count - 1).ToList()) : _choice.Standard;
        var (name, id) = (way[^1], StableId.Of("category", string.Join('\n', [_choice.Standard ?? "", .. way])));
        var slug = Free(slugs?[way.Count - 1] is { } wish ? Slug.From(wish, Fallback(id)) : Slug.From(name, Fallback(id)));
        _made.Enqueue(new TransferLine { Kind = "category", Id = id, Category = new CategoryDraft { Slug = slug, Name = name, ParentId = parent } });
        _all.Add(([.. _all.Find(one => one.Slug == parent).Way ?? [], name], slug));
        return slug;
    }

    private static string Fallback(Guid id) => $"category-{id.ToString("n")[^12..]}";

    private string Free(string slug)
    {
        var free = slug;
        for (var n = 2; !_slugs.Add(free); n++)
        {
            free = Slug.Numbered(slug, n);
        }
        return free;
    }
}
