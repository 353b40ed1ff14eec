using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Keys;

/// <summary>Who may call, and what: <c>/v1/keys</c>.</summary>
internal static class KeyEndpoints
{
    public static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddSingleton<KeyWriter>()
        .AddBackground<KeyUseRecorder>()
        .AddSingleton<IValidator<KeyDraft>, KeyRules>()
        .AddSingleton<IReferences<KeyDraft>, KeyReferences>()
        .AddSingleton<IValidator<KeyRotation>, KeyRotationRules>();

    public static void MapKeys(this IEndpointRouteBuilder v1)
    {
        var keys = v1.MapGroup("/keys").WithTags("Keys").WithSiteTimes().RequireScope(Scopes.KeysManage);

        keys.MapGet("/", ListKeys).WithQuery(Cursors.Parameter, Paging.Limit, Paging.Count);
        keys.MapPost("/", CreateKey).ShowsOnce("key");
        keys.MapGet("/{id}", GetKey);
        keys.MapPost("/{id}/rotate", RotateKey).ShowsOnce("key");
        keys.MapDelete("/{id}", RevokeKey);
    }

    /// <summary>List the keys</summary>
    /// <remarks>The newest first, those that have expired too. The key of the settings is not among them.</remarks>
    internal static async Task<Results<Conditional<Page<Key>>, InvalidProblem>> ListKeys(
        Query query, HttpContext context, Database database, Cursors cursors, TimeProvider clock, CancellationToken ct)
    {
        var before = query.Text("cursor") is { } cursor ? cursors.Read(cursor, "keys") : null;
        if (query.Has("cursor") && before is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        return await database.ReadAsync(async session =>
        {
            var keys = await IssuedKeyStore.ListAsync(session, before?.Id, limit, clock.GetUtcNow(), ct);
            var next = keys.Count > limit ? cursors.Write(new Position("", keys[limit - 1].Id), "keys") : null;
            var total = query.Flag("count") == true ? await IssuedKeyStore.CountAsync(session, ct) : (long?)null;
            Paging.WriteNextLink(context, next);
            return Conditional<Page<Key>>.OfBytes(_ => Task.FromResult<object>(
                new Page<Key> { Items = [.. keys.Take(limit)], NextCursor = next, Total = total }));
        }, ct);
    }

    /// <summary>Get a key</summary>
    /// <remarks>What it may do and when it was last used; never its text.</remarks>
    /// <param name="id">Its id.</param>
    internal static Task<Results<Conditional<Key>, NotFoundProblem>> GetKey(
        string id, Database database, TimeProvider clock, CancellationToken ct) =>
        database.ReadAsync<Results<Conditional<Key>, NotFoundProblem>>(
            async session => TryId(id, out var key) && await IssuedKeyStore.FindAsync(session, key, clock.GetUtcNow(), ct) is { } found
                ? Conditional<Key>.OfBytes(_ => Task.FromResult<object>(found))
                : NotFound(id),
            ct);

    /// <summary>Create a key</summary>
    /// <remarks>
    /// Its text is in this answer and nowhere else: only a keyed hash is stored. It begins with <c>hcms_</c>; its last six
    /// characters are a checksum of those before (the first four bytes of their SHA-256 as a number in base 62), so that a
    /// scanner can tell it from a typo. Nobody can give a scope that they lack, nor a key that outlasts their own.
    /// </remarks>
    /// <response code="201">The key with its text, this once.</response>
    /// <response code="403">The scope <c>keys:manage</c> is missing, or the key would have more than its maker; <c>errors</c> names what.</response>
    internal static Task<Results<CreatedAt<NewKey>, InvalidProblem, ForbiddenProblem>> CreateKey(
        Body<KeyDraft> body, Actor actor, Database database, KeyWriter keys, CancellationToken ct) =>
        database.WriteAsync<Results<CreatedAt<NewKey>, InvalidProblem, ForbiddenProblem>>(
            async session => await keys.AddAsync(session, actor, body.Value, ct) switch
            {
                { Key: { } key } => new CreatedAt<NewKey>($"/v1/keys/{key.Id}", key, tag: null),
                { Unknown: { Count: > 0 } unknown } => new InvalidProblem(unknown),
                var refused => Refuse(refused.Beyond),
            }, ct);

    /// <summary>Rotate a key</summary>
    /// <remarks>
    /// Another text for the same key, shown this once. Those before work on for <c>overlap</c> seconds at most, a day unless
    /// said otherwise; 0 ends them at once. Needs all that the key itself may.
    /// </remarks>
    /// <param name="id">Its id.</param>
    /// <response code="200">The key with its new text, this once.</response>
    /// <response code="403">The scope <c>keys:manage</c> is missing, or the key may more than the caller.</response>
    internal static Task<Results<Written<NewKey>, NotFoundProblem, ForbiddenProblem>> RotateKey(
        string id, OptionalBody<KeyRotation> body, Actor actor, Database database, KeyWriter keys, CancellationToken ct) =>
        database.WriteAsync<Results<Written<NewKey>, NotFoundProblem, ForbiddenProblem>>(async session =>
        {
            var overlap = TimeSpan.FromSeconds(body.Value.Overlap);
            return TryId(id, out var key) ? await keys.RotateAsync(session, actor, key, overlap, ct) switch
            {
                { Key: { } rotated } => new Written<NewKey>(rotated, tag: null),
                { Beyond: { Count: > 0 } beyond } => new ForbiddenProblem(string.Join(' ', beyond.Select(fault => fault.Detail))),
                _ => NotFound(id),
            } : NotFound(id);
        }, ct);

    /// <summary>Revoke a key</summary>
    /// <remarks>The very next request with it is refused, on an open connection too. It is gone from the list; the audit trail keeps what it was.</remarks>
    /// <param name="id">Its id.</param>
    /// <response code="204">It is refused from now on.</response>
    /// <response code="409">Nobody could give some of its scopes any longer, now or once the keys that are left expire; the settings have no admin key either.</response>
    internal static Task<Results<NoContent, NotFoundProblem, ConflictProblem>> RevokeKey(
        string id, Actor actor, Database database, KeyWriter keys, CancellationToken ct) =>
        database.WriteAsync<Results<NoContent, NotFoundProblem, ConflictProblem>>(async session =>
        {
            var outcome = TryId(id, out var key) ? await keys.RevokeAsync(session, actor, key, evenLast: false, ct) : new() { IsThere = false };
            return outcome switch
            {
                { IsThere: false } => NotFound(id),
                { Lost: { Count: > 0 } lost } => new ConflictProblem(
                    $"It is the last key, or the last without an end, that can give another the scopes {string.Join(", ", lost)}. "
                    + "Make another that manages keys and has them first, or revoke it with the command 'keys' on the server."),
                _ => TypedResults.NoContent(),
            };
        }, ct);

    private static bool TryId(string text, out Guid id) => IdText.TryRead(text, out id);

    private static ForbiddenProblem Refuse(IReadOnlyList<Fault> beyond) => new("No key gives more than it has; `errors` names each.", beyond);

    private static NotFoundProblem NotFound(string id) => new($"No key has the id '{id}'.");
}
