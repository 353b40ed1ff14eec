namespace HeadlessCms.Platform.Http.Ready;

/// <summary>
/// One request that goes to the database for all who ask the same at once. It is a feature of that request: the result that
/// answers it says here what can be kept, and so lets the others go, before a byte is sent to a client that may be slow.
/// </summary>
internal sealed class ReadyFlight
{
    private readonly TaskCompletionSource<FlightEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadyAnswer? _before;
    private Func<ReadyAnswer?, DateTimeOffset?, ReadyEntry>? _keep;
    private DateTimeOffset? _until;

    /// <summary>How it came out.</summary>
    public Task<FlightEnd> Ended => _end.Task;

    /// <summary>The flight that a request is; null where nothing is kept of its answer.</summary>
    public static ReadyFlight? Of(HttpContext context) => context.Features.Get<ReadyFlight>();

    /// <summary>Begins.</summary>
    /// <param name="before">What was kept until now: with the same tag it is the same still.</param>
    /// <param name="keep">Keeps the answer.</param>
    public void Begin(ReadyAnswer? before, Func<ReadyAnswer?, DateTimeOffset?, ReadyEntry> keep) => (_before, _keep) = (before, keep);

    /// <summary>The answer with this tag and date as it was kept, so that it need not be built again; or null.</summary>
    public ReadyAnswer? Known(string? tag, DateTimeOffset? lastModified) =>
        _before is { HasBody: true } && _before.Is(tag, lastModified) ? _before : null;

    /// <summary>The answer changes by itself at this moment.</summary>
    public void HoldsUntil(DateTimeOffset? moment) => _until = moment;

    /// <summary>What the answer is.</summary>
    public void Keep(ReadyAnswer answer) => _end.TrySetResult(new(_keep!(answer, _until), IsBroken: false));

    /// <summary>Nothing can be kept of what is answered here, now or later.</summary>
    public void NeverKeep()
    {
        _keep!(null, null);
        End(isBroken: false);
    }

    /// <summary>It is over before it began: this answers the others, too.</summary>
    public void End(ReadyEntry entry) => _end.TrySetResult(new(entry, IsBroken: false));

    /// <summary>It is over, if it is not yet.</summary>
    /// <param name="isBroken">Whether its client left before there was an answer.</param>
    public void End(bool isBroken) => _end.TrySetResult(new(null, isBroken));
}

/// <summary>How a flight came out.</summary>
/// <param name="Entry">What answers the others, too, if it is new enough for them; null when it was nothing to keep.</param>
/// <param name="IsBroken">Whether another has to go.</param>
internal sealed record FlightEnd(ReadyEntry? Entry, bool IsBroken);
