using HeadlessCms.Platform.Storage;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>One read for all who wait, which begins after the last of them came.</summary>
public sealed class SharedReadTests
{
    [Fact]
    public async Task Who_comes_while_one_runs_is_answered_by_the_next_and_all_of_them_by_one()
    {
        var begun = new List<TaskCompletionSource<int>>();
        using var begins = new SemaphoreSlim(0);
        var shared = new SharedRead<int>(() =>
        {
            var run = new TaskCompletionSource<int>();
            begun.Add(run);
            begins.Release();
            return run.Task;
        });

        var first = shared.AskAsync();
        await begins.WaitAsync(TestContext.Current.CancellationToken);
        var later = Enumerable.Range(0, 100).Select(_ => shared.AskAsync()).ToList();
        begun[0].SetResult(1);
        await begins.WaitAsync(TestContext.Current.CancellationToken);
        begun[1].SetResult(2);

        Assert.Equal(1, await first);
        Assert.All(await Task.WhenAll(later), value => Assert.Equal(2, value));
        Assert.Equal(2, begun.Count);
    }

    [Fact]
    public async Task A_read_that_fails_fails_those_who_waited_and_nobody_after()
    {
        var runs = 0;
        var shared = new SharedRead<int>(() => ++runs == 1 ? Task.FromException<int>(new IOException("away")) : Task.FromResult(runs));

        await Assert.ThrowsAsync<IOException>(shared.AskAsync);
        Assert.Equal(2, await shared.AskAsync());
    }
}
