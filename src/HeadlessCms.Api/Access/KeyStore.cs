using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Access;

/// <summary>
/// Finds the key that is presented. Only a keyed hash is stored, so neither the database nor its backups open anything.
/// Asked on every request and never kept, so a revoked key is refused at once, whoever revoked it.
/// </summary>
internal sealed class KeyStore(Database database, Secrets secrets, TimeProvider clock)
{
    private const string Purpose = "access key";

    /// <summary>
    /// The key of this text; null when it is none of ours, or no longer. The index compares keyed hashes: how long that
    /// takes depends on nothing that a caller could choose, and so tells nothing of a secret.
    /// </summary>
    public Task<PresentedKey?> FindAsync(string presented, CancellationToken ct) => KeyText.IsWellFormed(presented)
        ? database.FirstOrDefaultAsync<PresentedKey>(
            """
            SELECT access_keys.id, access_keys.name, access_keys.scopes, access_keys.category_id, access_keys.expires_at
            FROM access_key_secrets
            JOIN access_keys ON access_keys.id = access_key_secrets.key_id
            WHERE access_key_secrets.hash IN @hashes
                AND (access_key_secrets.expires_at IS NULL OR access_key_secrets.expires_at > @now)
                AND (access_keys.expires_at IS NULL OR access_keys.expires_at > @now)
            ORDER BY access_keys.id
            LIMIT 1
            """,
            new
            {
                hashes = new InList<string>(secrets.All(Purpose).Select(secret => HashOf(presented, secret))),
                now = clock.GetUtcNow(),
            }, ct)
        : Task.FromResult<PresentedKey?>(null);

    /// <summary>What is stored of a key's text.</summary>
    public string HashOf(string text) => HashOf(text, secrets.Current(Purpose));

    private static string HashOf(string text, byte[] secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}

/// <summary>A key that was presented, and what it may do: never its text.</summary>
internal sealed record PresentedKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>A JSON array.</summary>
    public required string Scopes { get; init; }

    public required Guid? CategoryId { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }
}
