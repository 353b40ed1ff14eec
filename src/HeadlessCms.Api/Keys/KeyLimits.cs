using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Keys;

/// <summary>What must hold between keys: none gives more than it has, and one that manages keys always remains.</summary>
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
    /// Whether, without this key, nobody could manage keys: at once, or, as all that are left expire, one day without
    /// anybody having decided it.
    /// </summary>
    public static bool IsLastManager(Key key, IReadOnlyList<Key> usable)
    {
        var managers = usable.Where(Manages).ToList();
        var others = managers.Where(other => other.Id != key.Id).ToList();
        return managers.Any(manager => manager.Id == key.Id)
            && (others.Count == 0 || (key.ExpiresAt is null && others.TrueForAll(other => other.ExpiresAt is not null)));
    }

    private static bool Manages(Key key) => key.Scopes.Contains(Scopes.KeysManage);
}
