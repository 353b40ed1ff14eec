using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Keeps for each partner what was delivered to it and what it confirmed, and when.</summary>
internal sealed class PartnerReceipts(Database database, Cursors cursors, TimeProvider clock) : IReferences<Acknowledgement>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, Acknowledgement draft, Acknowledgement? current, CancellationToken ct) =>
        (await ResolveAsync(session, draft, ct)).Faults;

    /// <summary>All from a place (null: the start) up to another was delivered; nothing is kept of the public, nor twice.</summary>
    public async Task DeliveredAsync(Actor? caller, ChangePlace? from, ChangePlace place, CancellationToken ct)
    {
        if (caller is null || await database.ReadAsync(session => PartnerStore.HasAsync(session, IdOf(caller), place.Seq, ct), ct))
        {
            return;
        }
        await database.WriteAsync(async session =>
        {
            await PartnerStore.MeetAsync(session, IdOf(caller), caller.KeyId, caller.Name, from?.Seq ?? place.Seq, ct);
            await PartnerStore.DeliveredAsync(session, IdOf(caller), place.Seq, clock.GetUtcNow(), ct);
            return 0;
        }, ct);
    }

    /// <summary>Takes a partner's confirmation; how far it is now, or what is wrong with it.</summary>
    public Task<(Partner? Partner, IReadOnlyList<Fault> Faults)> AcknowledgeAsync(Actor caller, Acknowledgement ack, CancellationToken ct) =>
        database.WriteAsync(async session =>
        {
            var (upTo, takedown, faults) = await ResolveAsync(session, ack, ct);
            if (faults.Count > 0)
            {
                return ((Partner?)null, faults);
            }
            var (id, now) = (IdOf(caller), clock.GetUtcNow());
            await PartnerStore.MeetAsync(session, id, caller.KeyId, caller.Name, await ChangeStore.EndAsync(session, ct), ct);
            if (upTo is { } seq)
            {
                await PartnerStore.AcknowledgedAsync(session, id, seq, now, ct);
            }
            if (takedown is { } single)
            {
                await PartnerStore.ConfirmedAsync(session, id, single, now, ct);
            }
            var rows = await PartnerStore.ListAsync(session, id, takedown, after: "", limit: 1, ct);
            return (rows[0].ToContract(), faults);
        }, ct);

    private async Task<(long? UpTo, long? Takedown, IReadOnlyList<Fault> Faults)> ResolveAsync(
        Session session, Acknowledgement ack, CancellationToken ct)
    {
        var faults = new List<Fault>();
        var place = ack.Cursor is null ? null : ChangeCursor.Read(cursors, ack.Cursor)?.Place;
        if (ack.Cursor is not null && place is null)
        {
            faults.Add(Fault.At("/cursor", "not_allowed", "It is not a cursor of the changes, or was tampered with."));
        }
        var takedown = ack.ArticleId is { } article ? await PartnerStore.TakedownAsync(session, article, ct) : null;
        if (ack.ArticleId is not null && takedown is null)
        {
            faults.Add(Fault.At("/articleId", "unknown", "No withdrawal or deletion of that article is remembered."));
        }
        return (place?.Seq, takedown, faults);
    }

    private static string IdOf(Actor caller) => caller.KeyId?.ToString() ?? caller.Name;
}
