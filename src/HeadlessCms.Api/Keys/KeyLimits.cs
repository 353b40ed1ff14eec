using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Keys;

/// <summary>What must hold between keys: none gives more than it has, and every scope that could be given still can be.</summary>
internal static class KeyLimits
{
    /// <summary>
    /// What the maker lacks itself of what it would give. Who is limited to a category cannot manage keys at all
    /// (<see cref="Scopes.OfWholeSite"/>), so subtrees need no comparing.
    /// </summary>
    public static IReadOnlyList<Fault> Beyond(Actor maker, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt)
    {
        var faults = scopes.Index().Where(scope => !maker.Scopes.Contains(scope.Item)).Select(scope => Fault.At(
            $"/scopes/{scope.Index}", "beyond_maker", $"Who lacks the scope '{scope.Item}' cannot give it.")).ToList();
        if (maker.ExpiresAt is { } end && (expiresAt is null || expiresAt > end))
        {
            faults.Add(Fault.At("/expiresAt", "beyond_maker", $"The maker's own key ends at {end:yyyy-MM-ddTHH:mm:ssZ}; what it gives cannot outlast it."));
        }
        return faults;
    }

    /// <summary>
    /// Which scopes nobody could give any longer without this key: at once, or, as all that could are left to expire, one
    /// day without anybody having decided it. Only who manages keys can give, and no more than it has.
    /// </summary>
    public static IReadOnlyList<string> LostWith(Key key, IReadOnlyList<Key> usable)
    {
        var others = usable.Where(other => other.Id != key.Id && Manages(other) && (other.ExpiresAt is null || key.ExpiresAt is not null)).ToList();
        return Manages(key) && usable.Any(manager => manager.Id == key.Id)
            ? [.. key.Scopes.Where(scope => !others.Exists(other => other.Scopes.Contains(scope)))]
            : [];
    }

    private static bool Manages(Key key) => key.Scopes.Contains(Scopes.KeysManage);
}
