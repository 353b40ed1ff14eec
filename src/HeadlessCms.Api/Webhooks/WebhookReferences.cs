using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Webhooks;

/// <summary>The category of which alone a webhook is told. One that is gone may stay where it stood.</summary>
internal sealed class WebhookReferences : IReferences<WebhookDraft>
{
    /// <summary>It is not there.</summary>
    public static Fault UnknownCategory { get; } = Fault.At("/categoryId", "unknown", "No category has that id or slug.");

    /// <summary>Looks it up, unless it is the present one.</summary>
    public static async Task<(bool IsThere, Guid? Id)> CategoryAsync(Session session, WebhookDraft draft, Guid? present, CancellationToken ct)
    {
        if (draft.CategoryId is null || draft.CategoryId == present?.ToString())
        {
            return (true, draft.CategoryId is null ? null : present);
        }
        var found = await CategoryStore.FindIdAsync(session, draft.CategoryId, ct);
        return (found is not null, found);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, WebhookDraft draft, WebhookDraft? current, CancellationToken ct)
    {
        var present = current?.CategoryId is { } id ? Guid.Parse(id) : (Guid?)null;
        return await CategoryAsync(session, draft, present, ct) is { IsThere: true } ? [] : [UnknownCategory];
    }
}
