using System.Runtime.Versioning;
using HeadlessCms.Operations;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

public sealed class BackupTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StoredSite _site;

    public BackupTests()
    {
        Directory.CreateDirectory(Data);
        _site = new StoredSite(Data);
    }

    private string Data => Path.Combine(_directory.Path, "data");

    private string Copy => Path.Combine(_directory.Path, "copy");

    private string Target => Path.Combine(_directory.Path, "target");

    [Fact]
    public async Task What_was_backed_up_comes_back_whole()
    {
        await _site.FillAsync("one", "two");
        await File.WriteAllBytesAsync(Path.Combine(Data, SecretFile.Name), new byte[32]);
        await _site.KeepFileAsync("orphan");

        var manifest = await BackUpAsync();
        await RestoreAsync();

        Assert.Equal((2, 2, 6), (manifest.Counts.Categories, manifest.Files.Count, manifest.Files.Bytes));
        Assert.Equal(new byte[32], await File.ReadAllBytesAsync(Path.Combine(Target, SecretFile.Name)));
        await using var restored = new StoredSite(Target);
        Assert.Empty(await new ConsistencyCheck(restored.Database, restored.Files, new Silence())
            .RunAsync(deep: true, CancellationToken.None).ToListAsync());
        Assert.Equal(["cms.db", "copy", "data", "manifest.json", "secret.key", "target"],
            Directory.EnumerateFileSystemEntries(_directory.Path).Concat(Directory.EnumerateFiles(Copy)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_backup_beside_writers_is_of_one_moment()
    {
        await _site.FillAsync("one");
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await _site.AddFileAsync($"while copying {number}");
                started.TrySetResult();
            }
        });
        await started.Task;

        var manifest = await BackUpAsync();
        await stop.CancelAsync();
        await writing;
        await RestoreAsync();

        Assert.True(manifest.Files.Count >= 2);
        Assert.Equal(manifest.Counts.Blobs, manifest.Files.Count);
        await using var restored = new StoredSite(Target);
        Assert.Empty(await new ConsistencyCheck(restored.Database, restored.Files, new Silence())
            .RunAsync(deep: true, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task What_is_damaged_is_not_backed_up_and_leaves_nothing()
    {
        await _site.FillAsync();
        File.Delete(_site.Locate(await _site.AddFileAsync("one")));

        var refusal = await Assert.ThrowsAsync<RefusedException>(BackUpAsync);

        Assert.Contains("is missing", refusal.Message);
        Assert.Equal([Data], Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_used_directory_is_never_written_into()
    {
        await _site.FillAsync();
        await BackUpAsync();

        Assert.Contains("not empty", (await Assert.ThrowsAsync<RefusedException>(BackUpAsync)).Message);
    }

    [Theory]
    [InlineData("cms.db", "not as its manifest.json says")]
    [InlineData("secret.key", "not as its manifest.json says")]
    [InlineData("blob", "is damaged")]
    [InlineData("manifest.json", "cannot be read")]
    public async Task A_changed_backup_is_refused_before_anything_is_touched(string file, string named)
    {
        await _site.FillAsync();
        await File.WriteAllBytesAsync(Path.Combine(Data, SecretFile.Name), new byte[32]);
        var sha256 = await _site.AddFileAsync("one");
        await BackUpAsync();
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, SqliteDatabase.FileName), "the old one");
        var path = Path.Combine(Copy, file == "blob" ? $"blobs/{sha256[..2]}/{sha256[2..4]}/{sha256}" : file);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[^1] ^= 0x55;
        await File.WriteAllBytesAsync(path, bytes);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(force: true));

        Assert.Contains(named, refusal.Message);
        Assert.Equal("the old one", await File.ReadAllTextAsync(Path.Combine(Target, SqliteDatabase.FileName)));
        Assert.Single(Directory.EnumerateFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_used_data_directory_is_replaced_only_by_force()
    {
        await _site.FillAsync("one");
        await BackUpAsync();
        await _site.AddFileAsync("later");
        await _site.DisposeAsync();

        Assert.Contains("--force", (await Assert.ThrowsAsync<RefusedException>(() => RestoreAsync(target: Data))).Message);
        await RestoreAsync(force: true, target: Data);

        await using var restored = new StoredSite(Data);
        Assert.Equal(1, await restored.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM blobs", null, CancellationToken.None));
        Assert.Empty(await new ConsistencyCheck(restored.Database, restored.Files, new Silence())
            .RunAsync(deep: true, CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task A_restore_that_was_cut_off_is_ended_by_whoever_opens_the_directory_next()
    {
        await _site.FillAsync("one");
        await BackUpAsync();
        await RestoreAsync();
        var decided = Path.Combine(Target, ".restore-decided");
        Directory.CreateDirectory(decided);
        File.Move(Path.Combine(Target, SqliteDatabase.FileName), Path.Combine(decided, SqliteDatabase.FileName));
        await File.WriteAllTextAsync(Path.Combine(Target, SqliteDatabase.FileName), "the old one");
        await File.WriteAllTextAsync(Path.Combine(Target, SqliteDatabase.FileName + "-wal"), "its pages");

        Restore.Finish(Target);

        Assert.False(Directory.Exists(decided));
        await using var restored = new StoredSite(Target);
        Assert.Empty(await restored.Database.CheckAsync(CancellationToken.None));
    }

    [Fact, UnsupportedOSPlatform("windows")] // which has no modes
    public async Task The_secret_is_readable_by_its_owner_only()
    {
        await _site.FillAsync();
        var secret = Path.Combine(Data, SecretFile.Name);
        await File.WriteAllBytesAsync(secret, new byte[32]);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await BackUpAsync();
        await RestoreAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Copy, SecretFile.Name)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Target, SecretFile.Name)));
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _directory.Dispose();
    }

    private Task<BackupManifest> BackUpAsync() =>
        new Backup(_site.Database, _site.Files, new CmsOptions { DataDirectory = Data }, TimeProvider.System, new Silence())
            .WriteAsync(Copy, CancellationToken.None);

    private Task<BackupManifest> RestoreAsync(bool force = false, string? target = null)
    {
        Directory.CreateDirectory(target ?? Target);
        return new Restore(target ?? Target, TimeProvider.System, new Silence()).RunAsync(Copy, force, CancellationToken.None);
    }
}
