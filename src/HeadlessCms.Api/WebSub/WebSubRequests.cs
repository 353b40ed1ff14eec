using System.Text;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Syndication;

namespace HeadlessCms.WebSub;

/// <summary>Takes what subscribers ask for; nothing follows from it before their callback has said so too.</summary>
internal sealed class WebSubRequests(Database database, FeedDocuments feeds, CallTargets targets, Sealing sealing, TimeProvider clock)
{
    /// <summary>What secrets of subscribers are sealed for.</summary>
    public const string Purpose = "websub secret";

    private const int MostWaiting = 1000;
    private const int MostSubscriptions = 10_000;
    private const long ShortestLease = 300;
    private const long LongestLease = 2_592_000;

    /// <summary>Puts it in line; null when that was done, else what is wrong with it: nothing, when too many wait.</summary>
    public async Task<IReadOnlyList<Fault>?> AddAsync(WebSubForm form, CancellationToken ct)
    {
        var asked = form.Value;
        List<Fault> faults = [];
        if (feeds.Find(asked.Topic) is not { } topic || !await database.ReadAsync(session => FeedDocuments.IsThereAsync(session, topic, ct), ct))
        {
            faults.Add(Fault.At("/hub.topic", "unknown", "It is no feed of this server: name it as its rel=\"self\" does, the first page and no archive."));
        }
        if (!await targets.AllowsAsync(new Uri(asked.Callback), ct))
        {
            faults.Add(Fault.At("/hub.callback", "not_allowed", "It lies in a private, loopback or link-local network, which is not called."));
        }
        if (faults.Count > 0)
        {
            return faults;
        }
        var id = clock.NewId();
        var row = new WebSubRequestRow
        {
            Id = id,
            Mode = asked.Mode,
            Topic = asked.Topic,
            Callback = asked.Callback,
            Secret = asked.Secret is { } secret ? sealing.Seal(Purpose, id, Encoding.UTF8.GetBytes(secret)) : null,
            Lease = Math.Clamp(asked.LeaseSeconds!.Value, ShortestLease, LongestLease), // the form fills it in
            Tries = 0,
            DueAt = clock.GetUtcNow(),
        };
        return await database.WriteAsync<IReadOnlyList<Fault>?>(async session =>
        {
            if (await WebSubStore.CountRequestsAsync(session, MostWaiting, ct) >= MostWaiting
                || (asked.Mode == WebSubForm.Subscribe && await WebSubStore.IsFullAsync(session, MostSubscriptions, row.Name, ct)))
            {
                return [];
            }
            await WebSubStore.AddRequestAsync(session, row, ct);
            session.Signal(WebSubStore.Signal);
            return null;
        }, ct);
    }
}
