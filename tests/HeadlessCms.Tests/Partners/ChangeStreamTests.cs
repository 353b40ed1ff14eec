using System.Net;
using System.Threading.Channels;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class ChangeStreamTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    [Theory, EachEngine]
    public async Task A_stream_tells_what_is_there_and_what_comes_and_goes_on_where_it_was_cut(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var first = await PublishedAsync(portal, category);
        string last;
        await using (var stream = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?full=true"))
        {
            var there = await stream.NextAsync("published");
            var coming = stream.NextAsync("published");
            var second = await PublishedAsync(portal, category);
            var came = await coming;
            Assert.Equal((first, second), (there.Data.Text("articleId"), came.Data.Text("articleId")));
            Assert.Equal("题", came.Data.GetProperty("article").Text("title"));
            last = came.Id;
        }

        await portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "legal" });
        await using var resumed = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?full=true", last);

        var next = await resumed.NextAsync(kind: null);
        Assert.Equal(("withdrawn", first), (next.Kind, next.Data.Text("articleId")));
        (await portal.Anonymous.GetAsync("/v1/changes", ("Accept", "text/event-stream"), ("Last-Event-ID", last[..^4])))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "since");
        (await portal.Anonymous.GetAsync("/v1/changes", ("Last-Event-ID", new string('"', 513)))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "Last-Event-ID");
    }

    [Theory, EachEngine]
    public async Task On_a_silent_stream_a_line_comes_every_fifteen_seconds(Engine engine)
    {
        var clock = new ListeningClock();
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(clock));
        await using var stream = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?since=now");
        Assert.Equal(["retry: 2000", ""], [await stream.LineAsync(), await stream.LineAsync()]);

        for (var n = 0; n < 2; n++)
        {
            await clock.WaitsAsync();
            clock.Advance(Silence);
            Assert.Equal([":", ""], [await stream.LineAsync(), await stream.LineAsync()]);
        }
    }

    private static Task<string> PublishedAsync(Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    /// <summary>A clock that says when somebody waits for as long as a stream is silent.</summary>
    private sealed class ListeningClock() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
    {
        private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Silence)
            {
                _waits.Writer.TryWrite(dueTime);
            }
            return timer;
        }

        public Task WaitsAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
