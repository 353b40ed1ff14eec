using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Keeps for each partner and what it follows what was delivered to it and what it confirmed, and when.</summary>
internal sealed class PartnerReceipts(Database database, Cursors cursors, TimeProvider clock) : IReferences<Acknowledgement>
{
    private const int PlacesOfOne = 1000; // that one partner may follow

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Fault>> UnknownAsync(Session session, Acknowledgement draft, Acknowledgement? current, CancellationToken ct) =>
        (await ResolveAsync(session, draft, ct)).Faults;

    /// <summary>
    /// What lies between a place (null: the start) and another was sent; nothing is kept of the public, nor twice. A
    /// snapshot counts when it is whole: until then an article that is missing may yet come.
    /// </summary>
    public async Task DeliveredAsync(Actor? caller, Guid? category, ChangePlace? from, ChangePlace place)
    {
        if (caller is null || place.Part is ChangePart.Snapshot)
        {
            return;
        }
        // Not to be cancelled: it is sent, and the client may well have hung up since.
        var (follower, ct) = (new Follower(IdOf(caller), category), CancellationToken.None);
        if (await database.ReadAsync(session => PartnerStore.HasAsync(session, follower, place.Seq, ct), ct))
        {
            return;
        }
        await database.WriteAsync(async session =>
        {
            var since = from is null or { Part: ChangePart.Snapshot } ? 0 : from.Seq;
            await PartnerStore.MeetAsync(session, follower, caller.KeyId, caller.Name, from?.Seq ?? place.Seq, ct);
            await PartnerStore.DeliveredAsync(session, follower, since, place.Seq, clock.GetUtcNow(), ct);
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
            if (upTo is { } cursor)
            {
                var follower = new Follower(id, cursor.Category);
                await PartnerStore.MeetAsync(session, follower, caller.KeyId, caller.Name, cursor.Place.Seq, ct);
                // Within the snapshot nothing of the log is applied yet.
                await PartnerStore.AcknowledgedAsync(session, follower, cursor.Place.Part is ChangePart.Snapshot ? 0 : cursor.Place.Seq, now, ct);
            }
            else if (!await PartnerStore.KnowsAsync(session, id, ct))
            {
                await PartnerStore.MeetAsync(session, new Follower(id, null), caller.KeyId, caller.Name, await ChangeStore.EndAsync(session, ct), ct);
            }
            if (takedown is { } single)
            {
                await PartnerStore.ConfirmedAsync(session, id, single, now, ct);
            }
            var rows = await PartnerStore.ListAsync(session, id, takedown, after: null, PlacesOfOne, ct);
            return (PlaceOf(rows, upTo?.Category, ack.Cursor is not null).ToContract(), faults);
        }, ct);

    // The one that a cursor was of; else the one by which the takedown was told.
    private static PartnerRow PlaceOf(IReadOnlyList<PartnerRow> rows, Guid? category, bool isByCursor) =>
        (isByCursor ? rows.FirstOrDefault(row => row.Follower.CategoryId == category) : rows.FirstOrDefault(row => row.TakedownDeliveredAt is not null)) ?? rows[0];

    private async Task<((ChangePlace Place, Guid? Category)? UpTo, long? Takedown, IReadOnlyList<Fault> Faults)> ResolveAsync(
        Session session, Acknowledgement ack, CancellationToken ct)
    {
        var faults = new List<Fault>();
        var upTo = ack.Cursor is null ? null : ChangeCursor.Read(cursors, ack.Cursor);
        if (ack.Cursor is not null && upTo is null)
        {
            faults.Add(Fault.At("/cursor", "not_allowed", "It is not a cursor of the changes, or was tampered with."));
        }
        var takedown = ack.ArticleId is { } article ? await PartnerStore.TakedownAsync(session, article, ct) : null;
        if (ack.ArticleId is not null && takedown is null)
        {
            faults.Add(Fault.At("/articleId", "unknown", "No withdrawal or deletion of that article is remembered."));
        }
        return (upTo, takedown, faults);
    }

    private static string IdOf(Actor caller) => caller.KeyId?.ToString() ?? caller.Name;
}
