using HeadlessCms.Changes;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Syndication;

namespace HeadlessCms.WebSub;

/// <summary>
/// Tells an outside hub which feeds changed, where <c>Cms:WebSub:Hub</c> names one. It follows the change log from its own start on, and
/// keeps no place in it: whatever it misses is told with the next change.
/// </summary>
internal sealed partial class OutsideHub(Database database, FeedHub hub, FeedDocuments feeds, IHttpClientFactory http, TimeProvider clock, ILogger<OutsideHub> logger)
    : PeriodicJob("telling the hub", TimeSpan.FromSeconds(10), database, clock, logger)
{
    /// <summary>The name of its client of HTTP.</summary>
    public const string Client = "WebSub";

    private const int ChangesAtOnce = 1000;
    private const int TopicsAtOnce = 100;

    private readonly ILogger _logger = logger;
    private long? _place;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken ct)
    {
        if (hub.Outside is not { } address)
        {
            return;
        }
        _place ??= await ChangeReader.EndAsync(Database, ct);
        while (!ct.IsCancellationRequested)
        {
            var (changes, topics) = await Database.ReadAsync(async session =>
            {
                var news = await ChangeStore.AfterAsync(session, _place.Value, ChangesAtOnce, ct);
                return (news, news.Count == 0 ? [] : await feeds.TouchedAsync(session, news[0].Seq, news[^1].Seq, ct));
            }, ct);
            foreach (var some in topics.Chunk(TopicsAtOnce))
            {
                if (!await TellAsync(address, some, ct))
                {
                    return;
                }
            }
            if (changes.Count == 0)
            {
                return;
            }
            _place = changes[^1].Seq;
        }
    }

    // False: to be tried again at the next turn.
    private async Task<bool> TellAsync(string address, IReadOnlyList<string> topics, CancellationToken ct)
    {
        try
        {
            using var client = http.CreateClient(Client);
            using var form = new FormUrlEncodedContent([new("hub.mode", "publish"), .. topics.Select(topic => KeyValuePair.Create("hub.url", topic))]);
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct); // its status is the answer, however long the rest
            if (!answer.IsSuccessStatusCode)
            {
                NotTaken((int)answer.StatusCode);
            }
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            NotReached(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The hub of WebSub did not take which feeds changed: {Status}; it is told again in a few seconds")]
    private partial void NotTaken(int status);

    [LoggerMessage(LogLevel.Warning, "The hub of WebSub could not be reached; it is told again in a few seconds")]
    private partial void NotReached(Exception why);
}
