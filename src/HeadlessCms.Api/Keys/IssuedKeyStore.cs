using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Keys;

/// <summary>SQL of keys as those who manage them see them; whoever presents one is looked up by <see cref="Access.KeyStore"/>.</summary>
internal static class IssuedKeyStore
{
    private const string Select =
        """
        SELECT access_keys.id, access_keys.name, access_keys.scopes, access_keys.category_id, secret.hint,
            access_keys.created_at, access_keys.expires_at, access_keys.last_used_at,
            (
                SELECT MAX(previous.expires_at)
                FROM access_key_secrets AS previous
                WHERE previous.key_id = access_keys.id AND previous.expires_at > @now
            ) AS previous_until
        FROM access_keys
        JOIN access_key_secrets AS secret ON secret.key_id = access_keys.id AND secret.expires_at IS NULL
        """;

    /// <summary>The key with this id, or null.</summary>
    public static async Task<Key?> FindAsync(Session session, Guid id, DateTimeOffset now, CancellationToken ct) =>
        (await session.FirstOrDefaultAsync<KeyRow>($"{Select} WHERE access_keys.id = @id", new { id, now }, ct))?.ToKey();

    /// <summary>The newest first, one more than the limit when there are more.</summary>
    public static async Task<IReadOnlyList<Key>> ListAsync(
        Session session, Guid? before, int limit, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await session.ListAsync<KeyRow>(
            $"""
            {Select}
            {(before is null ? "" : "WHERE access_keys.id < @before")}
            ORDER BY access_keys.id DESC
            LIMIT @limit + 1
            """,
            new { before, limit, now }, ct);
        return [.. rows.Select(row => row.ToKey())];
    }

    /// <summary>How many keys there are, the expired ones too.</summary>
    public static Task<long> CountAsync(Session session, CancellationToken ct) =>
        session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM access_keys", null, ct);

    /// <summary>All that are not expired.</summary>
    public static async Task<IReadOnlyList<Key>> ListUsableAsync(Session session, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await session.ListAsync<KeyRow>(
            $"{Select} WHERE access_keys.expires_at IS NULL OR access_keys.expires_at > @now ORDER BY access_keys.id", new { now }, ct);
        return [.. rows.Select(row => row.ToKey())];
    }

    /// <summary>Adds a key and what opens it.</summary>
    public static async Task AddAsync(Session session, Key key, string hash, CancellationToken ct)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO access_keys (id, name, scopes, category_id, created_at, expires_at, last_used_at)
            VALUES (@Id, @Name, @scopes, @CategoryId, @CreatedAt, @ExpiresAt, NULL)
            """,
            new { key.Id, key.Name, scopes = StoredJson.Write(key.Scopes), key.CategoryId, key.CreatedAt, key.ExpiresAt }, ct);
        await AddSecretAsync(session, key.Id, hash, key.Hint, ct);
    }

    /// <summary>Lets another secret open the key, and those before it only until then; what had ended before is forgotten.</summary>
    public static async Task RotateAsync(
        Session session, Guid id, string hash, string hint, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        await session.ExecuteAsync(
            "UPDATE access_key_secrets SET expires_at = @until WHERE key_id = @id AND (expires_at IS NULL OR expires_at > @until)",
            new { id, until }, ct);
        await session.ExecuteAsync(
            "DELETE FROM access_key_secrets WHERE key_id = @id AND expires_at <= @now", new { id, now }, ct);
        await AddSecretAsync(session, id, hash, hint, ct);
    }

    /// <summary>Nothing opens it from now on.</summary>
    public static Task RemoveAsync(Session session, Guid id, CancellationToken ct) =>
        session.ExecuteAsync("DELETE FROM access_keys WHERE id = @id", new { id }, ct);

    /// <summary>Writes down a use; of several instances, the latest stays.</summary>
    public static Task NoteUseAsync(Session session, Guid id, DateTimeOffset at, CancellationToken ct) => session.ExecuteAsync(
        "UPDATE access_keys SET last_used_at = @at WHERE id = @id AND (last_used_at IS NULL OR last_used_at < @at)", new { id, at }, ct);

    private static Task AddSecretAsync(Session session, Guid id, string hash, string hint, CancellationToken ct) => session.ExecuteAsync(
        "INSERT INTO access_key_secrets (hash, key_id, hint, expires_at) VALUES (@hash, @id, @hint, NULL)", new { hash, id, hint }, ct);

    private sealed record KeyRow
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required string Scopes { get; init; }

        public required Guid? CategoryId { get; init; }

        public required string Hint { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required DateTimeOffset? ExpiresAt { get; init; }

        public required DateTimeOffset? LastUsedAt { get; init; }

        public required DateTimeOffset? PreviousUntil { get; init; }

        public Key ToKey() => new()
        {
            Id = Id,
            Name = Name,
            Scopes = StoredJson.Read<string[]>(Scopes),
            CategoryId = CategoryId,
            Hint = Hint,
            CreatedAt = CreatedAt,
            ExpiresAt = ExpiresAt,
            LastUsedAt = LastUsedAt,
            PreviousUntil = PreviousUntil,
        };
    }
}
