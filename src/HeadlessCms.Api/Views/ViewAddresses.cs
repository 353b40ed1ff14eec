using System.Collections.Concurrent;

namespace HeadlessCms.Views;

/// <summary>
/// Which article a slug named when it was last looked up, so that counting costs no query before the one that
/// counts. It need not be right any longer: what is counted is checked again in the transaction that counts.
/// </summary>
internal sealed class ViewAddresses
{
    private const int Capacity = 50_000;

    private readonly ConcurrentDictionary<string, Guid> _known = new(StringComparer.Ordinal);

    /// <summary>The article, if the slug has been looked up.</summary>
    public Guid? Find(string slug) => _known.TryGetValue(slug, out var id) ? id : null;

    /// <summary>Keeps what was looked up.</summary>
    public void Remember(string slug, Guid id)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear(); // one more look at each costs little, and whoever tries slugs by the million gains nothing
        }
        _known[slug] = id;
    }

    /// <summary>It was wrong.</summary>
    public void Forget(string slug) => _known.TryRemove(slug, out _);
}
