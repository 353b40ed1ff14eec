using System.Collections.Concurrent;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>
/// Does what a key names at most once. The answer is stored in the transaction of the work, so that after a crash there
/// are either both or neither; only an answer that stored something is kept, a refusal leaves no trace.
/// </summary>
internal sealed class IdempotencyFilter(Database database, RequestNames names, IdempotencyStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, byte> _inFlight = new();

    /// <summary>Calls the handler of a request that has a key, or answers for it.</summary>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        if (invocation.HttpContext.Request.Headers[IdempotencyRoutes.Key] is not [{ } key] || !TextForm.Fits(key, IdempotencyRoutes.KeyForm))
        {
            return new InvalidProblem([Fault.In(IdempotencyRoutes.Key, "wrong_form", "It must be one text of 1 to 255 visible ASCII characters.")]);
        }
        var request = names.Of(invocation.HttpContext, key);
        if (!_inFlight.TryAdd(request.InFlight, 0))
        {
            return new InFlightProblem();
        }
        try
        {
            if (invocation.Arguments.OfType<OwnAnswer>().FirstOrDefault() is { } own)
            {
                own.Identify(store, request.Identify(BodyOf(invocation)));
                return await next(invocation);
            }
            return await database.AsOneAsync(unit =>
                AnswerAsync(invocation, next, new Attempt(unit, request, database, store, invocation.HttpContext.RequestAborted)));
        }
        finally
        {
            _inFlight.TryRemove(request.InFlight, out _);
        }
    }

    private async Task<IResult> AnswerAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next, Attempt attempt)
    {
        if (invocation.Arguments.OfType<Retry>().FirstOrDefault() is { } later)
        {
            later.Attempt = attempt;
        }
        else if (await attempt.IdentifyAsync(BodyOf(invocation)) is { } known)
        {
            return known;
        }
        var result = await next(invocation);
        if (result == attempt.Known)
        {
            return attempt.Known!;
        }
        var answer = await CapturedAnswer.TakeAsync((IResult)result!, invocation.HttpContext);
        if (answer.IsSuccess && attempt.Request is { } request)
        {
            var shownOnce = invocation.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ShownOnce>()?.Properties ?? [];
            var kept = answer.ToStored(request, shownOnce);
            await attempt.Unit.CommitAsync(session => IdempotencyStore.AddAsync(session, [kept], clock.GetUtcNow()));
        }
        return answer;
    }

    private static ReadOnlyMemory<byte> BodyOf(EndpointFilterInvocationContext invocation) =>
        invocation.Arguments.OfType<IIdentified>().FirstOrDefault()?.Identity ?? ReadOnlyMemory<byte>.Empty;
}
