using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Keeps a follower on the line: reads on, waits for what comes, and keeps what was sent to whom.</summary>
internal sealed class ChangeLine(
    Database database, ChangeFeed feed, ChangePulse pulse, ChangeWaiters waiters, PartnerReceipts receipts, Cursors cursors,
    IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Where the log ends at this moment.</summary>
    public Task<long> EndAsync(CancellationToken ct) => ChangeStore.EndAsync(database, ct);

    /// <summary>One page; an empty one only after the follower's patience.</summary>
    public async Task<IResult> PageAsync(ChangeLineReader follower, CancellationToken ct)
    {
        var (began, place) = (clock.GetTimestamp(), follower.From); // not the time of day, which may stand still or be set
        IDisposable? waiting = null;
        try
        {
            while (true)
            {
                if (await ReadAsync(follower, place, ct) is not { } reading)
                {
                    return Forgotten(follower);
                }
                var patience = follower.Patience - clock.GetElapsedTime(began);
                if (reading.Items.Count > 0 || reading.HasMore || patience <= TimeSpan.Zero)
                {
                    return Answer(follower, reading);
                }
                waiting ??= waiters.Enter();
                if (waiting is null)
                {
                    return ChangeWaiters.Full();
                }
                if (!await WaitAsync(reading, patience, ct))
                {
                    return Answer(follower, reading);
                }
                place = reading.Place;
            }
        }
        finally
        {
            waiting?.Dispose();
        }
    }

    /// <summary>A stream from here on.</summary>
    public async Task<IResult> StreamAsync(ChangeLineReader follower, CancellationToken ct) =>
        await ReadAsync(follower, follower.From, ct) is { } first
            ? new ChangeStream(this, waiters, follower, first)
            : Forgotten(follower);

    /// <summary>Reads on; null when the log no longer goes back so far.</summary>
    public Task<ChangeReading?> ReadAsync(ChangeLineReader follower, ChangePlace? from, CancellationToken ct) =>
        database.ReadAsync(session => feed.ReadAsync(session, follower.Scope, from, follower.Limit, ct), ct);

    /// <summary>Keeps that what was read from a place on was sent.</summary>
    public Task SentAsync(ChangeLineReader follower, ChangePlace? from, ChangeReading reading) =>
        reading.Items.Count > 0 || from is null or { Part: ChangePart.Snapshot }
            ? receipts.DeliveredAsync(follower.Caller, follower.Scope.CategoryId, from, reading.Place)
            : Task.CompletedTask;

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

    private SentPage Answer(ChangeLineReader follower, ChangeReading reading)
    {
        object page = new ChangePage
        {
            Items = [.. reading.Items.Select(entry => entry.Item)],
            Cursor = CursorOf(follower, reading.Place),
            HasMore = reading.HasMore,
        };
        follower.NeverAged();
        return new SentPage(Conditional<ChangePage>.OfBytes(_ => Task.FromResult(page)), () => SentAsync(follower, follower.From, reading));
    }

    private static ForgottenProblem Forgotten(ChangeLineReader follower) => new(follower.Restart);
}

/// <summary>Who follows, from where, and how.</summary>
internal sealed class ChangeLineReader(HttpContext context, Actor actor)
{
    public required ChangeScope Scope { get; init; }

    /// <summary>Null at the start.</summary>
    public required ChangePlace? From { get; init; }

    public required int Limit { get; init; }

    /// <summary>How long to wait for something.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Whose deliveries are kept; null for the public, and for who asks for the headers alone.</summary>
    public Actor? Caller { get; } = context.User.Has(Scopes.ChangesRead) && !HttpMethods.IsHead(context.Request.Method) ? actor : null;

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

/// <summary>A page, and what is to be kept once its bytes are out: not when the client has it already, or is gone.</summary>
internal sealed class SentPage(IResult page, Func<Task> keep) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await page.ExecuteAsync(httpContext);
        if (httpContext.Response.StatusCode == StatusCodes.Status200OK && !httpContext.RequestAborted.IsCancellationRequested)
        {
            await keep();
        }
    }
}
