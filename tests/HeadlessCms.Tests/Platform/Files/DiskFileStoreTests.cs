using System.Security.Cryptography;
using HeadlessCms.Platform.Files;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Files;

public sealed class DiskFileStoreTests : IDisposable
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private const string PathOfAbc = $"blobs/ba/78/{Abc}";

    private static readonly byte[] _abc = [.. "abc"u8];
    private static readonly DateTimeOffset _noon = new(2026, 4, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();
    private readonly FakeTimeProvider _clock = new(_noon);
    private readonly DiskFileStore _store;

    public DiskFileStoreTests() => _store = new DiskFileStore(_data.Path, _clock);

    [Fact]
    public async Task A_kept_file_lies_under_its_digest_and_comes_back_byte_for_byte()
    {
        await KeepAsync(_abc);

        Assert.Equal([PathOfAbc], _data.Files());
        Assert.Equal(_abc, await ReadAsync(Abc));
        Assert.Equal(3, await _store.FindSizeAsync(Abc, default));
    }

    [Fact]
    public async Task A_large_file_is_hashed_over_all_its_pieces()
    {
        var bytes = new byte[1_000_003];
        new Random(1).NextBytes(bytes);

        await using var staged = await _store.StageAsync(new MemoryStream(bytes), bytes.Length, default);

        Assert.NotNull(staged);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), staged.Sha256);
        Assert.Equal(bytes.Length, staged.Size);
    }

    [Fact]
    public async Task A_staged_file_can_be_read_before_it_is_kept_and_is_not_yet_in_the_store()
    {
        await using var staged = await StageAsync(_abc);
        await using var content = staged.OpenRead();

        Assert.True(content.CanSeek);
        Assert.Equal(_abc, await ReadAllAsync(content));
        Assert.Null(await _store.OpenReadAsync(Abc, default));
    }

    [Fact]
    public async Task A_staged_file_that_is_not_kept_leaves_nothing()
    {
        await using (await StageAsync(_abc))
        {
            Assert.Single(_data.Files());
        }

        Assert.Empty(_data.Files());
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once()
    {
        await KeepAsync(_abc);
        await KeepAsync(_abc);

        Assert.Equal([PathOfAbc], _data.Files());
    }

    [Fact]
    public async Task The_same_bytes_uploaded_at_once_are_stored_once()
    {
        await Parallel.ForAsync(0, 32, async (_, _) => await KeepAsync(_abc));

        Assert.Equal([PathOfAbc], _data.Files());
        Assert.Equal(_abc, await ReadAsync(Abc));
    }

    [Fact]
    public async Task A_copy_of_the_wrong_length_is_replaced()
    {
        await KeepAsync(_abc);
        await File.WriteAllTextAsync(Path.Combine(_data.Path, PathOfAbc), "a");

        await KeepAsync(_abc);

        Assert.Equal(_abc, await ReadAsync(Abc));
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)]
    public async Task A_file_may_be_as_large_as_the_maximum_and_one_larger_leaves_nothing(int size, bool fits)
    {
        await using (var staged = await _store.StageAsync(new MemoryStream(new byte[size]), 100_000, default))
        {
            Assert.Equal(fits, staged is not null);
            Assert.Equal(fits ? 1 : 0, _data.Files().Count);
        }

        Assert.Empty(_data.Files());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.StageAsync(new BrokenStream(after: 200_000), long.MaxValue, default));

        Assert.Empty(_data.Files());
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.StageAsync(new MemoryStream(new byte[10]), 10, cancelled.Token));

        Assert.Empty(_data.Files());
    }

    [Fact]
    public async Task What_was_kept_before_a_moment_is_deleted_and_what_was_kept_again_since_is_not()
    {
        await KeepAsync(_abc);
        var sweepBegan = _noon.AddHours(1);
        _clock.SetUtcNow(sweepBegan);
        await KeepAsync(_abc);

        Assert.False(await _store.DeleteAsync(Abc, sweepBegan, default));
        Assert.True(await _store.DeleteAsync(Abc, sweepBegan.AddHours(1), default));
        Assert.False(await _store.DeleteAsync(Abc, sweepBegan.AddHours(1), default));
        Assert.Null(await _store.FindSizeAsync(Abc, default));
    }

    [Fact]
    public async Task The_store_lists_what_was_kept_and_nothing_else()
    {
        await KeepAsync(_abc);
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "blobs", "note.txt"), "not ours");
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "blobs", Abc), "misplaced");
        await using var underWay = await StageAsync("other"u8.ToArray());

        var listed = await _store.EnumerateAsync(default).ToListAsync();

        Assert.Equal([new StoredFile { Sha256 = Abc, Size = 3, KeptAt = _noon }], listed);
    }

    [Fact]
    public async Task A_store_that_is_only_read_makes_nothing()
    {
        Assert.Null(await _store.FindSizeAsync(Abc, default));
        Assert.Empty(await _store.EnumerateAsync(default).ToListAsync());
        Assert.Equal(0, await _store.DeleteStaleIncomingAsync(_noon, default));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Path));
    }

    [Fact]
    public async Task Leftovers_of_uploads_are_dropped_once_they_are_old()
    {
        await using var underWay = await StageAsync("young"u8.ToArray());
        var old = Path.Combine(_data.Path, "blobs", ".incoming", "old");
        await File.WriteAllTextAsync(old, "left by a crash");
        File.SetLastWriteTimeUtc(old, _noon.AddYears(-5).UtcDateTime);

        Assert.Equal(1, await _store.DeleteStaleIncomingAsync(_noon.AddYears(-4), default));
        Assert.Single(_data.Files());
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("")]
    public async Task Only_a_digest_names_a_file(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.OpenReadAsync(name, default));

    [Fact]
    public async Task Files_are_readable_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        await KeepAsync(_abc);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data.Path, PathOfAbc)));
    }

    [Fact]
    public void A_directory_that_cannot_be_flushed_is_said_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot flush directories.");

        Assert.Throws<IOException>(() => DurableDirectory.Flush(Path.Combine(_data.Path, "none")));
    }

    public void Dispose() => _data.Dispose();

    private async Task<StagedFile> StageAsync(byte[] bytes) =>
        await _store.StageAsync(new MemoryStream(bytes), bytes.Length, default) ?? throw new InvalidOperationException("Too large.");

    private async Task KeepAsync(byte[] bytes)
    {
        await using var staged = await StageAsync(bytes);
        await staged.KeepAsync(default);
    }

    private async Task<byte[]> ReadAsync(string sha256)
    {
        await using var content = await _store.OpenReadAsync(sha256, default);
        return await ReadAllAsync(content ?? throw new InvalidOperationException("Nothing there."));
    }

    private static async Task<byte[]> ReadAllAsync(Stream content)
    {
        var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>An upload whose connection ends in the middle.</summary>
    private sealed class BrokenStream(int after) : MemoryStream(new byte[after])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("The connection ended.");
    }
}
