using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Keys;

/// <summary>What a change came to: the key with its text, or why there is none.</summary>
internal sealed record KeyOutcome
{
    /// <summary>The key; null when it was refused, or is not there.</summary>
    public NewKey? Key { get; init; }

    /// <summary>What of the request names something that does not exist.</summary>
    public IReadOnlyList<Fault> Unknown { get; init; } = [];

    /// <summary>What of it goes beyond what its maker may itself.</summary>
    public IReadOnlyList<Fault> Beyond { get; init; } = [];
}

/// <summary>What became of a revocation.</summary>
internal sealed record Revocation
{
    /// <summary>Whether there is, or was until now, such a key.</summary>
    public bool IsThere { get; init; } = true;

    /// <summary>The scopes that nobody could give any longer, now or once the keys that are left have expired: then the key stays.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];
}

/// <summary>Gives, rotates and revokes keys, each with its line in the audit trail, which never holds a key's text.</summary>
internal sealed class KeyWriter(KeyStore hashes, AuditLog audit, IOptions<CmsOptions> cms, TimeProvider clock)
{
    /// <summary>The name of the key that the program itself makes at its first start.</summary>
    private const string FirstName = "admin";

    /// <summary>Makes a key.</summary>
    public async Task<KeyOutcome> AddAsync(Session session, Actor maker, KeyDraft draft, CancellationToken ct)
    {
        var category = draft.CategoryId is { } wanted ? await CategoryStore.FindIdAsync(session, wanted, ct) : null;
        if (draft.CategoryId is not null && category is null)
        {
            return new() { Unknown = [KeyReferences.UnknownCategory] };
        }
        return KeyLimits.Beyond(maker, draft.Scopes!, draft.ExpiresAt) is { Count: > 0 } beyond // the rules ask for scopes
            ? new() { Beyond = beyond }
            : new() { Key = await AddAsync(session, maker, draft, category, ct) };
    }

    /// <summary>Makes the first key of an installation, with every right; null when there is one already.</summary>
    public async Task<NewKey?> AddFirstAsync(Session session, CancellationToken ct)
    {
        await LockAsync(session, ct);
        return await IssuedKeyStore.CountAsync(session, ct) == 0
            ? await AddAsync(session, Actor.Program("start"), new KeyDraft { Name = FirstName, Scopes = Scopes.All }, category: null, ct)
            : null;
    }

    /// <summary>Gives a key another text. Whoever may do so learns it, and so must have all that the key has.</summary>
    public async Task<KeyOutcome> RotateAsync(Session session, Actor maker, Guid id, TimeSpan overlap, CancellationToken ct)
    {
        await LockAsync(session, ct);
        var now = clock.GetUtcNow();
        if (await IssuedKeyStore.FindAsync(session, id, now, ct) is not { } key)
        {
            return new();
        }
        if (KeyLimits.Beyond(maker, key.Scopes, key.ExpiresAt) is { Count: > 0 } beyond)
        {
            return new() { Beyond = beyond };
        }
        var text = KeyText.Make(clock);
        await IssuedKeyStore.RotateAsync(session, id, hashes.HashOf(text), KeyText.HintOf(text), now, now + overlap, ct);
        var rotated = (await IssuedKeyStore.FindAsync(session, id, now, ct))!; // in the same transaction
        audit.Append(session, maker, "key.rotate", id.ToString(), new { key.Hint }, new { rotated.Hint, rotated.PreviousUntil });
        return new() { Key = new NewKey(rotated, text) };
    }

    /// <summary>Refuses a key from now on.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="actor">Who.</param>
    /// <param name="id">The key.</param>
    /// <param name="evenLast">Whether it may be the last one that can give a scope: for who can make another without one.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Revocation> RevokeAsync(Session session, Actor actor, Guid id, bool evenLast, CancellationToken ct)
    {
        await LockAsync(session, ct);
        var now = clock.GetUtcNow();
        if (await IssuedKeyStore.FindAsync(session, id, now, ct) is not { } key)
        {
            return new Revocation { IsThere = false };
        }
        if (!evenLast && cms.Value.AdminKey is null
            && KeyLimits.LostWith(key, await IssuedKeyStore.ListUsableAsync(session, now, ct)) is { Count: > 0 } lost)
        {
            return new Revocation { Lost = lost };
        }
        await IssuedKeyStore.RemoveAsync(session, id, ct);
        audit.Append(session, actor, "key.revoke", id.ToString(), key, null);
        return new Revocation();
    }

    private async Task<NewKey> AddAsync(Session session, Actor maker, KeyDraft draft, Guid? category, CancellationToken ct)
    {
        var (now, text) = (clock.GetUtcNow(), KeyText.Make(clock));
        var key = new Key
        {
            Id = clock.NewId(now),
            Name = draft.Name!, // the rules ask for it
            Scopes = [.. Scopes.All.Where(draft.Scopes!.Contains)],
            CategoryId = category,
            Hint = KeyText.HintOf(text),
            CreatedAt = now,
            ExpiresAt = draft.ExpiresAt,
            LastUsedAt = null,
            PreviousUntil = null,
        };
        await IssuedKeyStore.AddAsync(session, key, hashes.HashOf(text), ct);
        audit.Append(session, maker, "key.create", key.Id.ToString(), null, key);
        return new NewKey(key, text);
    }

    // One at a time, or two could each revoke the other's as not the last.
    private static Task LockAsync(Session session, CancellationToken ct) => session.LockAsync("keys", ct);
}
