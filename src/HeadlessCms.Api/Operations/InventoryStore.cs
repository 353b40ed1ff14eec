using System.Runtime.CompilerServices;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Operations;

/// <summary>What is stored, counted and listed for whoever copies or checks all of it.</summary>
internal sealed class InventoryStore(Database database)
{
    private const int PageSize = 1000;

    /// <summary>How much there is.</summary>
    public async Task<InventoryCounts> CountAsync(CancellationToken ct) => (await database.FirstOrDefaultAsync<InventoryCounts>(
        """
        SELECT (SELECT COUNT(*) FROM articles) AS articles,
               (SELECT COUNT(*) FROM article_versions) AS versions,
               (SELECT COUNT(*) FROM categories) AS categories,
               (SELECT COUNT(*) FROM attachments) AS attachments,
               (SELECT COUNT(*) FROM blobs) AS blobs
        """, null, ct))!; // always one row

    /// <summary>The last migration it has had.</summary>
    public async Task<string> LastMigrationAsync(CancellationToken ct) => (await database.FirstOrDefaultAsync<string>(
        "SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1", null, ct))
        ?? throw new SchemaException("The database has no schema yet.");

    /// <summary>Every file that a row names, by its digest; read in pages, so that it may be a million.</summary>
    public async IAsyncEnumerable<BlobRow> BlobsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var after = "";
        while (await PageAsync(after, ct) is [.., var last] page)
        {
            foreach (var blob in page)
            {
                yield return blob;
            }
            after = last.Sha256;
        }
    }

    /// <summary>Null when no row names the file.</summary>
    public Task<BlobRow?> FindBlobAsync(string sha256, CancellationToken ct) => database.FirstOrDefaultAsync<BlobRow>(
        "SELECT sha256, size FROM blobs WHERE sha256 = @sha256", new { sha256 }, ct);

    private Task<IReadOnlyList<BlobRow>> PageAsync(string after, CancellationToken ct) => database.ListAsync<BlobRow>(
        "SELECT sha256, size FROM blobs WHERE sha256 > @after ORDER BY sha256 LIMIT @PageSize", new { after, PageSize }, ct);
}

/// <summary>How much is stored.</summary>
internal sealed record InventoryCounts
{
    public required long Articles { get; init; }

    public required long Versions { get; init; }

    public required long Categories { get; init; }

    public required long Attachments { get; init; }

    public required long Blobs { get; init; }
}

/// <summary>What a row says of its file.</summary>
internal sealed record BlobRow
{
    public required string Sha256 { get; init; }

    public required long Size { get; init; }
}
