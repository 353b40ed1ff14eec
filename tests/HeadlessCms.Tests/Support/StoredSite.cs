using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Tests.Support;

/// <summary>A data directory with a little of everything in it, written as the slices write it.</summary>
internal sealed class StoredSite(string directory) : IAsyncDisposable
{
    public SqliteDatabase Database { get; } = new(Path.Combine(directory, SqliteDatabase.FileName));

    public FileStore Files { get; } = new DiskFileStore(directory, TimeProvider.System);

    /// <summary>Its schema, a category below another, and a file for each text.</summary>
    public async Task FillAsync(params string[] texts)
    {
        await Migrator.RunAsync(Database, TimeProvider.System, CancellationToken.None);
        await AddCategoriesAsync();
        foreach (var text in texts)
        {
            await AddFileAsync(text);
        }
    }

    /// <summary>Keeps a file, with its row, and gives its digest.</summary>
    public async Task<string> AddFileAsync(string text)
    {
        var sha256 = await KeepFileAsync(text);
        await ExecuteAsync(
            """
            INSERT INTO blobs (sha256, size, media_type, width, height, created_at)
            VALUES (@sha256, @size, 'text/plain', NULL, NULL, @now)
            """,
            new { sha256, size = System.Text.Encoding.UTF8.GetByteCount(text), now = TimeProvider.System.GetUtcNow() });
        return sha256;
    }

    /// <summary>Keeps a file and no row, as an upload does that is cut off between the two.</summary>
    public async Task<string> KeepFileAsync(string text)
    {
        using var source = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await using var staged = (await Files.StageAsync(source, long.MaxValue, CancellationToken.None))!; // never too large
        await staged.KeepAsync(CancellationToken.None);
        return staged.Sha256;
    }

    /// <summary>Where a file lies.</summary>
    public string Locate(string sha256) => Path.Combine(directory, "blobs", sha256[..2], sha256[2..4], sha256);

    public Task<int> ExecuteAsync(string sql, object? args = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, args, CancellationToken.None), CancellationToken.None);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task AddCategoriesAsync()
    {
        var (news, local) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (id, slug, parent) in ((Guid, string, Guid?)[])[(news, "news", null), (local, "local", news)])
        {
            await ExecuteAsync(
                """
                INSERT INTO categories (id, slug, name, description, keywords, type, parent_id, position, revision, created_at, updated_at)
                VALUES (@id, @slug, @slug, NULL, '[]', NULL, @parent, 0, 1, @now, @now)
                """,
                new { id, slug, parent, now = DateTimeOffset.UnixEpoch });
        }
        await ExecuteAsync(
            "INSERT INTO category_closure (ancestor_id, descendant_id, depth) VALUES (@news, @news, 0), (@news, @local, 1), (@local, @local, 0)",
            new { news, local });
    }
}
