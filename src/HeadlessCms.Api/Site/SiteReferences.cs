using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Site;

/// <summary>The logo of settings that have faults.</summary>
internal sealed class SiteReferences : IReferences<SiteDraft>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, SiteDraft draft, SiteDraft? current, CancellationToken ct) =>
        draft.LogoId is { } logo && logo != current?.LogoId && await SiteWriter.LogoFaultAsync(session, logo, ct) is { } fault ? [fault] : [];
}
