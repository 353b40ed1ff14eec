namespace HeadlessCms.Portability;

/// <summary>Where each id and each slug stands first, so that two that come in under one name are not taken for one.</summary>
internal sealed class FirstPlaces
{
    private readonly Dictionary<Guid, (string? File, int Line)> _ids = [];
    private readonly Dictionary<string, (string? File, int Line)> _slugs = new(StringComparer.Ordinal);

    /// <summary>A fault for each of its names that something before it has; none that is missing or could not be read.</summary>
    public IReadOnlyList<ImportFault> Add(Guid? id, string? slug, Place place)
    {
        var sameId = id is { } known && known != default ? Add(_ids, known, "id", place) : null;
        var sameSlug = slug is { Length: > 0 } ? Add(_slugs, slug, "slug", place) : null;
        return [.. new[] { sameId, sameSlug }.OfType<ImportFault>()];
    }

    private static ImportFault? Add<T>(Dictionary<T, (string? File, int Line)> places, T name, string what, Place place) where T : notnull
    {
        if (places.TryAdd(name, (place.File, place.Line)))
        {
            return null;
        }
        var (file, line) = places[name];
        return place.Fault($"/{what}", $"the {what} '{name}' is already at {(file is null ? "line " : $"{file}:")}{line}");
    }
}
