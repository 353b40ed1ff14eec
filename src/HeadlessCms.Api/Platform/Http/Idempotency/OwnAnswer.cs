using System.Reflection;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>
/// A parameter of handlers whose work is committed together with that of other requests, and which therefore keep their
/// answer themselves, in that transaction.
/// </summary>
internal sealed class OwnAnswer
{
    private IdempotencyStore? _store;

    /// <summary>Under what the answer is kept, first, and under what it may have been before; empty without a key.</summary>
    public IReadOnlyList<IdentifiedRequest> Requests { get; private set; } = [];

    /// <summary>Called by the framework.</summary>
    public static ValueTask<OwnAnswer?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new OwnAnswer());

    /// <summary>Called for a request that has a key.</summary>
    public void Identify(IdempotencyStore store, IReadOnlyList<IdentifiedRequest> requests) => (_store, Requests) = (store, requests);

    /// <summary>What to answer instead of doing anything; null when there is nothing yet. To be looked for once more in the transaction.</summary>
    public async Task<IResult?> FindAsync(CancellationToken ct) =>
        _store is not null && await _store.FindAsync([.. Requests.Select(request => request.Id)], ct) is { } stored
            ? CapturedAnswer.Replay(stored, Requests)
            : null;
}
