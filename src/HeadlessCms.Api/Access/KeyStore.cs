using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// The keys callers present. Only a keyed hash is stored, so neither the database nor its backups open anything.
/// </summary>
internal sealed class KeyStore(Database database, Secrets secrets, TimeProvider clock)
{
    /// <summary>How every key begins, so that scanners for leaked secrets can know one.</summary>
    public const string Prefix = "hcms_";

    /// <summary>The key of this text, or null when it is none of ours. The index compares hashes, not secrets.</summary>
    public Task<AccessKey?> FindAsync(string presented, CancellationToken ct) =>
        database.FirstOrDefaultAsync<AccessKey>(
            "SELECT id, name, hint FROM access_keys WHERE hash IN @hashes ORDER BY id LIMIT 1",
            new { hashes = new InList<string>(secrets.All("access key").Select(key => HashOf(presented, key))) }, ct);

    /// <summary>Makes the first key of an installation; null when there is one already. The text is shown this once.</summary>
    public Task<string?> MakeFirstAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return database.WriteAsync(async session =>
        {
            await session.LockAsync("first key", ct);
            var made = await session.ExecuteAsync(
                """
                INSERT INTO access_keys (id, name, hash, hint, created_at)
                SELECT @id, 'admin', @hash, @hint, @now
                WHERE NOT EXISTS (SELECT 1 FROM access_keys)
                """,
                new
                {
                    id = Guid.CreateVersion7(now),
                    hash = HashOf(text, secrets.Current("access key")),
                    hint = text[^4..],
                    now,
                }, ct);
            return made == 1 ? text : null;
        }, ct);
    }

    private static string HashOf(string presented, byte[] key) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(presented)));
}

/// <summary>A key as it is known: never its text.</summary>
internal sealed record AccessKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Hint { get; init; }
}
