using System.Threading.Channels;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Jobs;

/// <summary>When a job takes its turn, what a failure does to it, and that of many instances one leads.</summary>
public sealed class PeriodicJobTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task It_works_at_the_start_after_each_interval_and_when_woken()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        using var job = new Bell(scratch.Database, _clock);

        await job.StartAsync(CancellationToken.None);
        Assert.Equal(1, await job.HearAsync());
        await AdvanceUntilHeardAsync(job, 2);
        job.Wake();
        Assert.Equal(3, await job.HearAsync());
        await AdvanceUntilHeardAsync(job, 4);

        await job.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.True(job.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failure_does_not_end_it()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        using var job = new Bell(scratch.Database, _clock) { FailsAt = 1 };

        await job.StartAsync(CancellationToken.None);
        Assert.Equal(1, await job.HearAsync());
        await AdvanceUntilHeardAsync(job, 2);

        await job.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_stop_lets_the_step_under_way_finish()
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(Engine.Sqlite);
        var finish = new TaskCompletionSource();
        using var job = new Bell(scratch.Database, _clock) { Finish = finish.Task };

        await job.StartAsync(CancellationToken.None);
        await job.HearAsync();
        var stop = job.StopAsync(CancellationToken.None);
        Assert.False(stop.IsCompleted);
        finish.SetResult();

        await stop.WaitAsync(Patience);
        Assert.Equal(1, job.Finished);
    }

    [Theory, EachEngine]
    public async Task What_a_job_asks_the_database_is_not_told_to_who_counts_the_statements_of_requests(Engine engine)
    {
        await using var scratch = await ScratchDatabase.MigratedAsync(engine);
        var told = 0;
        scratch.Database.Executing += (_, _) => told++;
        using var job = new Bell(scratch.Database, _clock);

        await job.StartAsync(CancellationToken.None);
        await job.HearAsync();
        await job.StopAsync(CancellationToken.None);
        Assert.Equal(0, told);

        await scratch.Database.PingAsync(CancellationToken.None);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task Of_two_instances_one_leads_until_it_ends_or_its_connection_does()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        var (one, other) = (scratch.Database, scratch.OpenAnother());

        await using (var lead = await one.LeadAsync("job", CancellationToken.None))
        {
            Assert.NotNull(lead);
            Assert.Null(await other.LeadAsync("job", CancellationToken.None));
            await using var another = await other.LeadAsync("other job", CancellationToken.None);
            Assert.NotNull(another);
        }
        var taken = await other.LeadAsync("job", CancellationToken.None);
        Assert.NotNull(taken);
        Assert.Null(await one.LeadAsync("job", CancellationToken.None));

        await scratch.ReadAsync<bool>(
            "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        await using var after = await LeadWithinPatienceAsync(one);
        Assert.NotNull(after);
    }

    private static async Task<IAsyncDisposable?> LeadWithinPatienceAsync(Database database)
    {
        for (var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds; Environment.TickCount64 < deadline; await Task.Yield())
        {
            if (await database.LeadAsync("job", CancellationToken.None) is { } lead)
            {
                return lead;
            }
        }
        return null;
    }

    // The job may not have begun to rest when the clock moves: it then rests from the moved time on, and is moved again.
    private async Task AdvanceUntilHeardAsync(Bell job, int turn)
    {
        for (var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds; Environment.TickCount64 < deadline;)
        {
            _clock.Advance(Interval);
            if (await job.HeardWithinAsync(TimeSpan.FromMilliseconds(100)) is { } heard)
            {
                Assert.Equal(turn, heard);
                return;
            }
        }
        Assert.Fail("The job did not take its turn.");
    }

    /// <summary>Says each time that it took its turn.</summary>
    private sealed class Bell(Database database, TimeProvider clock)
        : PeriodicJob("ring", Interval, database, clock, NullLogger.Instance)
    {
        private readonly Channel<int> _turns = Channel.CreateUnbounded<int>();
        private int _turn;

        public int? FailsAt { get; init; }

        public Task Finish { get; init; } = Task.CompletedTask;

        public int Finished { get; private set; }

        public override async Task RunOnceAsync(CancellationToken ct)
        {
            await Database.PingAsync(ct);
            _turns.Writer.TryWrite(++_turn);
            if (_turn == FailsAt)
            {
                throw new InvalidOperationException("The bell is broken.");
            }
            await Finish;
            Finished++;
        }

        public async Task<int> HearAsync() => await _turns.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async Task<int?> HeardWithinAsync(TimeSpan wait)
        {
            using var patience = new CancellationTokenSource(wait);
            try
            {
                return await _turns.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }
}
