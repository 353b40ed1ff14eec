using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Keeps a follower on the line: reads on, waits for what comes, and keeps what was delivered to whom.</summary>
internal sealed class ChangeLine(
    Database database, ChangeFeed feed, ChangePulse pulse, PartnerReceipts receipts, Cursors cursors,
    IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Where the log ends at this moment.</summary>
    public Task<long> EndAsync(CancellationToken ct) => ChangeStore.EndAsync(database, ct);

    /// <summary>One page; an empty one only after the follower's patience.</summary>
    public async Task<IResult> PageAsync(ChangeLineReader follower, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + follower.Patience;
        while (true)
        {
            if (await ReadAsync(follower, follower.From, follower.Limit, ct) is not { } reading)
            {
                return Forgotten(follower);
            }
            var patience = until - clock.GetUtcNow();
            if (reading.Items.Count > 0 || reading.HasMore || patience <= TimeSpan.Zero || !await WaitAsync(reading, patience, ct))
            {
                return Answer(follower, reading);
            }
            follower.From = reading.Place;
        }
    }

    /// <summary>A stream from here on.</summary>
    public async Task<IResult> StreamAsync(ChangeLineReader follower, CancellationToken ct) =>
        await ReadAsync(follower, follower.From, follower.Limit, ct) is { } first
            ? new ChangeStream(this, follower, first)
            : Forgotten(follower);

    /// <summary>Reads on, and keeps that it was delivered; null when the log no longer goes back so far.</summary>
    public async Task<ChangeReading?> ReadAsync(ChangeLineReader follower, ChangePlace? from, int limit, CancellationToken ct)
    {
        var reading = await database.ReadAsync(session => feed.ReadAsync(session, follower.Scope, from, limit, ct), ct);
        if (reading is { Items.Count: > 0 })
        {
            await receipts.DeliveredAsync(follower.Caller, from, reading.Place, ct);
        }
        return reading;
    }

    /// <summary>Waits for more; false when the server is about to stop.</summary>
    public async Task<bool> WaitAsync(ChangeReading reading, TimeSpan patience, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, ct);
        try
        {
            await pulse.WaitBeyondAsync(reading.Place.Seq, patience, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A place as the follower keeps it.</summary>
    public string CursorOf(ChangeLineReader follower, ChangePlace place) => ChangeCursor.Write(cursors, place, follower.Scope.CategoryId);

    private Conditional<ChangePage> Answer(ChangeLineReader follower, ChangeReading reading)
    {
        object page = new ChangePage
        {
            Items = [.. reading.Items.Select(entry => entry.Item)],
            Cursor = CursorOf(follower, reading.Place),
            HasMore = reading.HasMore,
        };
        follower.NeverAged();
        return Conditional<ChangePage>.OfBytes(_ => Task.FromResult(page));
    }

    private static ForgottenProblem Forgotten(ChangeLineReader follower) => new(follower.Restart);
}

/// <summary>Who follows, from where, and how.</summary>
internal sealed class ChangeLineReader(HttpContext context, Actor actor)
{
    public required ChangeScope Scope { get; init; }

    /// <summary>Null at the start.</summary>
    public required ChangePlace? From { get; set; }

    public required int Limit { get; init; }

    /// <summary>How long to wait for something.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Whose deliveries are kept; null for the public.</summary>
    public Actor? Caller { get; } = context.User.Has(Scopes.ChangesRead) ? actor : null;

    /// <summary>Where to start again.</summary>
    public string Restart => $"/v1/changes{QueryString.Create(context.Request.Query.Where(parameter => parameter.Key != "since"))}";

    /// <summary>The next answer at this address is another: nobody may keep it without asking, whatever <c>Cms:PublicMaxAge</c> says.</summary>
    public void NeverAged() => context.Response.OnStarting(() =>
    {
        if (context.Request.Headers.Authorization.Count == 0 && context.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            context.Response.Headers.CacheControl = "public, no-cache";
        }
        return Task.CompletedTask;
    });
}
