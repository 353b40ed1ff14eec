using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Categories;

/// <summary>The category above one whose draft has faults.</summary>
internal sealed class CategoryReferences : IReferences<CategoryDraft>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, CategoryDraft draft, CategoryDraft? current, CancellationToken ct) =>
        draft.ParentId is { } parent && await CategoryStore.FindIdAsync(session, parent, ct) is null ? [TreeFaults.Say(TreeFault.UnknownParent)] : [];
}
