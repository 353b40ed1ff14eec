using System.Collections.Concurrent;
using HeadlessCms.Changes;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Changes;

public sealed class ChangeLogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, EachEngine]
    public async Task No_number_becomes_visible_before_a_smaller_one(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var (first, second) = (scratch.Database, scratch.OpenAnother());
        var (hasNumber, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());

        var slow = first.WriteAsync(session =>
        {
            Append(session, "a");
            session.AtEnd(async _ =>
            {
                hasNumber.SetResult();
                await mayCommit.Task;
            });
            return Task.FromResult(0);
        }, CancellationToken.None);
        await hasNumber.Task.WaitAsync(Patience);
        var fast = Task.Run(() => AppendAsync(second, "b"));
        while (engine is Engine.Postgres && await scratch.ReadAsync<long>("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            Assert.False(fast.IsCompleted, "The later number was committed first.");
            await Task.Yield(); // until it waits for the first one's commit
        }
        var seen = await ReasonsAsync(second, after: 0);
        mayCommit.SetResult();
        await Task.WhenAll(slow, fast).WaitAsync(Patience);

        Assert.Empty(seen);
        Assert.Equal(["a", "b"], await ReasonsAsync(second, after: 0));
    }

    [Theory, EachEngine]
    public async Task A_reader_beside_many_writers_misses_nothing(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var each = Depth.Pick(quick: 25, full: 120);
        Database[] doors = engine is Engine.Postgres ? [scratch.Database, scratch.OpenAnother()] : [scratch.Database];

        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var n = 0; n < each; n++)
            {
                await AppendAsync(doors[w % doors.Length], $"{w}-{n}");
            }
        })).ToList();
        var (seen, last) = (new List<LoggedChange>(), 0L);
        while (seen.Count < 8 * each)
        {
            var isAll = writers.TrueForAll(writer => writer.IsCompleted);
            var more = await scratch.Database.ReadAsync(session => ChangeStore.AfterAsync(session, last, 7, CancellationToken.None), CancellationToken.None);
            seen.AddRange(more);
            last = more.Count > 0 ? more[^1].Seq : last;
            Assert.False(isAll && more.Count == 0, $"Only {seen.Count} of {8 * each} changes were seen.");
        }
        await Task.WhenAll(writers);

        Assert.Equal(Enumerable.Range(1, 8 * each).Select(n => (long)n), seen.Select(change => change.Seq));
        Assert.Equal(seen.OrderBy(change => change.OccurredAt).Select(change => change.Seq), seen.Select(change => change.Seq));
        for (var w = 0; w < 8; w++)
        {
            Assert.Equal(Enumerable.Range(0, each).Select(n => $"{w}-{n}"), seen.Select(change => change.Reason!).Where(reason => reason.StartsWith($"{w}-", StringComparison.Ordinal)));
        }
    }

    [Theory, EachEngine]
    public async Task A_follower_is_told_everything_once_whatever_fails(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        await AppendAsync(scratch.Database, "before it was there");
        using var pulse = new ChangePulse(scratch.Database, TimeProvider.System, NullLogger<ChangePulse>.Instance);
        using var follower = new Diary(scratch.Database, pulse);
        await follower.CatchUpAsync(CancellationToken.None);
        for (var n = 0; n < 25; n++)
        {
            await AppendAsync(scratch.Database, $"{n}");
        }

        follower.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => follower.CatchUpAsync(CancellationToken.None));
        follower.Fails = false;
        await Task.WhenAll(follower.CatchUpAsync(CancellationToken.None), follower.CatchUpAsync(CancellationToken.None));

        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"{n}"), follower.Told);
    }

    [Theory, EachEngine]
    public async Task Whoever_waits_is_woken_by_a_commit_and_a_follower_of_another_process_soon(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var clock = new FakeTimeProvider(); // stands still: only the commit itself can wake
        using var near = new ChangePulse(scratch.Database, clock, NullLogger<ChangePulse>.Instance);
        using var far = new ChangePulse(scratch.OpenAnother(), TimeProvider.System, NullLogger<ChangePulse>.Instance);
        await near.StartAsync(CancellationToken.None);
        await far.StartAsync(CancellationToken.None);
        var (woken, heard) = (near.WaitBeyondAsync(0, CancellationToken.None), far.WaitBeyondAsync(0, CancellationToken.None));
        Assert.False(woken.IsCompleted || heard.IsCompleted);

        await AppendAsync(scratch.Database, "a");

        await woken.WaitAsync(Patience);
        await heard.WaitAsync(Patience);
        await near.StopAsync(CancellationToken.None);
        await far.StopAsync(CancellationToken.None);
    }

    [Theory, EachEngine]
    public async Task What_is_old_is_forgotten_but_the_newest_and_what_a_follower_still_needs(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(401));
        using var pulse = new ChangePulse(scratch.Database, TimeProvider.System, NullLogger<ChangePulse>.Instance);
        using var follower = new Diary(scratch.Database, pulse);
        using var pruner = new ChangePruner(scratch.Database, Options.Create(new CmsOptions()), clock, NullLogger<ChangePruner>.Instance);
        foreach (var reason in (string[])["a", "b"])
        {
            await AppendAsync(scratch.Database, reason);
        }
        await follower.CatchUpAsync(CancellationToken.None);
        foreach (var reason in (string[])["c", "d", "e"])
        {
            await AppendAsync(scratch.Database, reason);
        }

        await pruner.RunOnceAsync(CancellationToken.None);
        Assert.Equal(["c", "d", "e"], await ReasonsAsync(scratch.Database, after: 0));
        await follower.CatchUpAsync(CancellationToken.None);
        await pruner.RunOnceAsync(CancellationToken.None);
        await AppendAsync(scratch.Database, "f");
        Assert.Equal(["e", "f"], await ReasonsAsync(scratch.Database, after: 4));
    }

    private static Task AppendAsync(Database database, string reason) => database.WriteAsync(session =>
    {
        Append(session, reason);
        return Task.FromResult(0);
    }, CancellationToken.None);

    private static void Append(Session session, string reason) => ChangeLog.Append(session, new Change
    {
        Kind = ChangeKind.Withdrawn,
        ArticleId = Guid.CreateVersion7(),
        CategoryId = Guid.CreateVersion7(),
        Reason = reason,
        OccurredAt = TimeProvider.System.GetUtcNow(),
    });

    private static async Task<IEnumerable<string?>> ReasonsAsync(Database database, long after) =>
        (await database.ReadAsync(session => ChangeStore.AfterAsync(session, after, 1000, CancellationToken.None), CancellationToken.None)).Select(change => change.Reason);

    private sealed class Diary(Database database, ChangePulse pulse) : ChangeFollower(database, pulse, TimeProvider.System, NullLogger.Instance)
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public bool Fails { get; set; }

        public override string Name => "diary";

        protected override int ChangesAtOnce => 10;

        protected override Task FollowAsync(Session session, IReadOnlyList<LoggedChange> changes, CancellationToken ct)
        {
            if (Fails)
            {
                throw new InvalidOperationException("It fails.");
            }
            foreach (var change in changes)
            {
                Told.Enqueue(change.Reason!);
            }
            return Task.CompletedTask;
        }
    }
}
