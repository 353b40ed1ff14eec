using HeadlessCms.Categories;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>How the sections of another system find their categories here.</summary>
/// <param name="Create">Whether those that are not here are made.</param>
/// <param name="Standard">The slug of the category for what has no other, below which new ones are made; or null.</param>
internal sealed record CategoryChoice(bool Create, string? Standard);

/// <summary>
/// Finds categories by their names: a way of names is the category that has just this way from the top, or was made of it before, though
/// it has another name or place by now; else, where only the end of a way is known, the category that was here whose own way ends like
/// it, the shortest such way when there are several. Those that are missing are made, when that is wanted.
/// </summary>
internal sealed class ForeignCategories
{
    private readonly CategoryChoice _choice;
    private readonly List<(string[] Way, string Slug)> _all = [];
    private readonly int _here;
    private readonly Dictionary<Guid, string> _byId = [];
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
            _byId.Add(next.Node.Id, next.Node.Slug);
            foreach (var child in next.Node.Children ?? [])
            {
                waiting.Enqueue((child, way));
            }
        }
        _here = _all.Count;
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
    /// <param name="isWhole">Whether the way begins at that system's top.</param>
    public string? Find(IReadOnlyList<string> way, IReadOnlyList<string?>? slugs = null, bool isWhole = false)
    {
        var key = string.Join('\n', way);
        if (_found.TryGetValue(key, out var known))
        {
            return known;
        }
        var slug = Exactly(way) ?? _byId.GetValueOrDefault(IdOf(way)) ?? (isWhole ? null : EndingLike(way)) ?? (_choice.Create ? Make(way, slugs, isWhole) : null);
        if (slug is not null)
        {
            _found.Add(key, slug);
        }
        return slug;
    }

    // Below the standard one, where new ones are made, or from the top.
    private string? Exactly(IReadOnlyList<string> way)
    {
        string[] below = [.. WayOf(_choice.Standard), .. way];
        return _all.Find(one => one.Way.SequenceEqual(below)).Slug ?? _all.Find(one => one.Way.SequenceEqual(way)).Slug;
    }

    // Level by level they were filled in, so the first is the one nearest to the top. What was made a moment ago would make the
    // order of items decide.
    private string? EndingLike(IReadOnlyList<string> way) =>
        _all.Take(_here).FirstOrDefault(one => one.Way.Length >= way.Count && one.Way[^way.Count..].SequenceEqual(way)).Slug;

    private string Make(IReadOnlyList<string> way, IReadOnlyList<string?>? slugs, bool isWhole)
    {
        var parent = way.Count > 1 ? Find([.. way.Take(way.Count - 1)], slugs?.Take(way.Count - 1).ToList(), isWhole) : _choice.Standard;
        var (name, id) = (way[^1], IdOf(way));
        var slug = Free(slugs?[way.Count - 1] is { } wish ? Slug.From(wish, Fallback(id)) : Slug.From(name, Fallback(id)));
        _made.Enqueue(new TransferLine { Kind = "category", Id = id, Category = new CategoryDraft { Slug = slug, Name = name, ParentId = parent } });
        _all.Add(([.. WayOf(parent), name], slug));
        return slug;
    }

    private string[] WayOf(string? slug) => slug is null ? [] : _all.Find(one => one.Slug == slug).Way ?? [];

    private Guid IdOf(IReadOnlyList<string> way) => StableId.Of("category", string.Join('\n', [_choice.Standard ?? "", .. way]));

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
