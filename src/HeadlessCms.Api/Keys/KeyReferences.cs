using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Keys;

/// <summary>The category of a key whose draft has faults.</summary>
internal sealed class KeyReferences : IReferences<KeyDraft>
{
    /// <summary>The category that it is limited to is not there.</summary>
    public static Fault UnknownCategory { get; } = Fault.At("/categoryId", "unknown", "No category has that id or slug.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, KeyDraft draft, KeyDraft? current, CancellationToken ct) =>
        draft.CategoryId is { } category && await CategoryStore.FindIdAsync(session, category, ct) is null ? [UnknownCategory] : [];
}
