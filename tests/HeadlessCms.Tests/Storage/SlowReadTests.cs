using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Storage;

public sealed class SlowReadTests
{
    [Theory, EachEngine]
    public async Task Slow_reads_take_turns_and_others_do_not_wait_for_them(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        using var release = new ManualResetEventSlim();
        var (running, most) = (0, 0);
        var slow = Enumerable.Range(0, 50).Select(n => scratch.Database.SlowReadAsync(session =>
        {
            InterlockedMaximum(ref most, Interlocked.Increment(ref running));
            release.Wait(); // as a driver does, which blocks the thread it is called on
            Interlocked.Decrement(ref running);
            return session.ListAsync<long>($"SELECT {n}", null, CancellationToken.None);
        }, CancellationToken.None)).ToList();

        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(n, await scratch.ReadAsync<long>($"SELECT {n}"));
        }
        Assert.DoesNotContain(slow, read => read.IsCompleted);
        release.Set();

        await Task.WhenAll(slow);
        Assert.InRange(most, 1, Math.Max(1, Environment.ProcessorCount - 1));
    }

    [Theory, EachEngine]
    public async Task Who_hangs_up_gives_up_the_place(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        using var release = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        Task<int> ReadAsync(CancellationToken ct) => scratch.Database.SlowReadAsync(_ =>
        {
            release.Wait(CancellationToken.None);
            return Task.FromResult(0);
        }, ct);
        var first = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => ReadAsync(CancellationToken.None)).ToList();
        var waiting = ReadAsync(gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.Set();
        await Task.WhenAll(first);

        Assert.Equal(0, await ReadAsync(CancellationToken.None));
    }

    private static void InterlockedMaximum(ref int most, int value)
    {
        for (var seen = most; seen < value; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
