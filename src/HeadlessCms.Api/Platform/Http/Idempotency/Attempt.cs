using System.Diagnostics.CodeAnalysis;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>A body that says what makes two requests the same.</summary>
internal interface IIdentified
{
    /// <summary>Equal for equal bodies.</summary>
    ReadOnlyMemory<byte> Identity { get; }
}

/// <summary>One request with a key, until it is known whether it is the first.</summary>
[SuppressMessage("Reliability", "CA2016", Justification = "The token is the request's, held for the handler that identifies it.")]
internal sealed class Attempt(UnitOfWork unit, RequestNames.Named named, Database database, IdempotencyStore store, CancellationToken ct)
{
    /// <summary>The transaction of what it does.</summary>
    public UnitOfWork Unit => unit;

    /// <summary>Under what its answer is to be stored; null before it is identified.</summary>
    public IdentifiedRequest? Request { get; private set; }

    /// <summary>What to answer instead of doing it.</summary>
    public IResult? Known { get; private set; }

    /// <summary>Looks for the answer that was given to the key before; null when there is none, and it is to be done.</summary>
    public async Task<IResult?> IdentifyAsync(ReadOnlyMemory<byte> body)
    {
        if (!await database.TryClaimAsync(unit, named.InFlight, ct))
        {
            return Known = new InFlightProblem();
        }
        var requests = named.Identify(body);
        Request = requests[0];
        if (await store.FindAsync([.. requests.Select(request => request.Id)], ct) is { } stored)
        {
            Known = CapturedAnswer.Replay(stored, requests);
        }
        return Known;
    }
}
