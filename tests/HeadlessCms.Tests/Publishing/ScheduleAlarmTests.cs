using System.Net;
using System.Threading.Channels;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Publishing;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>When the scheduler wakes, on a clock that only the test moves: what delays it on a busy machine is not its own doing.</summary>
public sealed class ScheduleAlarmTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    [Theory, EachEngine]
    public async Task It_wakes_at_the_very_time_that_is_set(Engine engine)
    {
        await using var portal = Make(engine);
        var alarms = new Alarms(_clock);
        using var scheduler = await StartAsync(portal, alarms);
        await alarms.UntilAsync(Second); // nothing is set
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id();
        var (at, until) = (_clock.GetUtcNow() + Second + TimeSpan.FromMilliseconds(437), _clock.GetUtcNow() + Second + TimeSpan.FromMilliseconds(750));

        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish", new { at, until })).Expect(HttpStatusCode.OK);
        await alarms.UntilAsync(Second);
        _clock.Advance(Second);
        await alarms.UntilAsync(TimeSpan.FromMilliseconds(437));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.NotFound);
        _clock.Advance(TimeSpan.FromMilliseconds(437));
        await alarms.UntilAsync(TimeSpan.FromMilliseconds(313));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromMilliseconds(313));
        await alarms.UntilAsync(Second);
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.Gone);

        Assert.Equal([at, until], await portal.Database.ListAsync<DateTimeOffset>("SELECT occurred_at FROM changes WHERE article_id IS NOT NULL ORDER BY seq", null, CancellationToken.None));
        await scheduler.StopAsync(CancellationToken.None);
    }

    [Theory, EachEngine]
    public async Task What_nobody_told_it_of_is_done_within_a_second(Engine engine)
    {
        await using var portal = Make(engine);
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id();
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish", new { at = _clock.GetUtcNow().AddDays(1) })).Expect(HttpStatusCode.OK);
        var alarms = new Alarms(_clock);
        using var scheduler = await StartAsync(portal, alarms);
        await alarms.UntilAsync(Second);
        var at = _clock.GetUtcNow().AddMilliseconds(1);
        // As an instance that has ended since set it.
        await portal.Database.WriteAsync(session => session.ExecuteAsync("UPDATE article_schedules SET publish_at = @at, due_at = @at", new { at }, CancellationToken.None), CancellationToken.None);

        _clock.Advance(Second);
        await alarms.UntilAsync(Second);

        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
        await scheduler.StopAsync(CancellationToken.None);
    }

    private Portal Make(Engine engine) => new(engine, services: services =>
    {
        services.AddSingleton<TimeProvider>(_clock);
        services.Remove(services.Single(service => // the test starts one itself, whose alarms it hears
            service.ImplementationType == typeof(WhenServing<Scheduler>)));
    });

    private static async Task<Scheduler> StartAsync(Portal portal, Alarms alarms)
    {
        var scheduler = new Scheduler(
            portal.Services.GetRequiredService<Database>(), portal.Services.GetRequiredService<ArticlePublication>(), alarms, NullLogger<Scheduler>.Instance);
        await scheduler.StartAsync(CancellationToken.None);
        return scheduler;
    }

    /// <summary>The test's clock, which says when it is to wake whom.</summary>
    private sealed class Alarms(FakeTimeProvider clock) : TimeProvider
    {
        private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

        /// <summary>Waits until one is set that goes off after so long; none before it may be longer than a second.</summary>
        public async Task UntilAsync(TimeSpan wanted)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            TimeSpan next;
            do
            {
                next = await _set.Reader.ReadAsync(patience.Token);
                Assert.InRange(next, TimeSpan.Zero, Second);
            }
            while (next != wanted);
        }

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = clock.CreateTimer(callback, state, dueTime, period);
            Assert.True(_set.Writer.TryWrite(dueTime));
            return timer;
        }
    }
}
