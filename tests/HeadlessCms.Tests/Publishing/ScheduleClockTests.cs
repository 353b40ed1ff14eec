using System.Diagnostics;
using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>When real servers do what is set, on machines whose clocks show other zones' times: by instants, within a second.</summary>
[Collection(Alone.Name)]
public sealed class ScheduleClockTests
{
    private const int Articles = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [EachEngine("Pacific/Kiritimati")] // UTC+14
    [EachEngine("America/St_Johns")] // half an hour off, with summer time
    [EachEngine("Asia/Shanghai")]
    public async Task A_server_in_any_zone_publishes_and_takes_down_within_a_second(Engine engine, string zone)
    {
        using var directory = new TemporaryDirectory();
        await using var scratch = engine is Engine.Postgres ? new ScratchDatabase(engine) : null;
        string[] settings = scratch is null ? [] : [$"--ConnectionStrings:Cms={scratch.ConnectionString}", "--Cms:Secret=schedule-test-secret-0123456789-0123"];
        await using var server = await ServerProcess.StartInZoneAsync(zone, directory.Path, settings);
        (await server.Admin.PostAsync("/v1/categories", new { slug = "news", name = "新闻" })).Expect(HttpStatusCode.Created);
        var cursor = (await server.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK).Json.Text("cursor");
        var ids = new List<string>();
        for (var n = 0; n < Articles; n++)
        {
            ids.Add((await server.Admin.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = "news" })).Expect(HttpStatusCode.Created).Id());
        }
        var watch = Stopwatch.StartNew();
        foreach (var id in ids)
        {
            (await server.Admin.PostAsync($"/v1/articles/{id}/publish", new { at = TimeProvider.System.GetUtcNow().AddHours(1) })).Expect(HttpStatusCode.OK);
        }
        var begin = TimeProvider.System.GetUtcNow() + (watch.Elapsed * 2) + TimeSpan.FromSeconds(2); // however busy the machine is, all are set by then
        var set = new Dictionary<string, (DateTimeOffset At, DateTimeOffset Until)>();
        foreach (var (n, id) in ids.Index())
        {
            var (at, until) = (begin.AddMilliseconds(700 * n), begin.AddMilliseconds((700 * n) + 2500));
            var plan = (await server.Admin.PostAsync($"/v1/articles/{id}/publish", new { at = at.ToOffset(TimeSpan.FromHours(-9.5)), until })).Expect(HttpStatusCode.OK).Json.GetProperty("schedule");
            Assert.Equal(Math.Floor(at.TimeOfDay.TotalMilliseconds), plan.GetProperty("at").GetDateTimeOffset().ToUniversalTime().TimeOfDay.TotalMilliseconds);
            Assert.Contains("+08:00", plan.Text("at"), StringComparison.Ordinal);
            set[id] = (at, until);
        }

        JsonElement[] told = [];
        await Eventually.IsSoAsync("all were public and are no more", Patience, async () =>
        {
            told = [.. (await server.Anonymous.GetAsync($"/v1/changes?since={cursor}")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()];
            return told.Length == 2 * Articles;
        });

        var late = told.Select(item => item.GetProperty("occurredAt").GetDateTimeOffset()
            - (item.Text("kind") == "published" ? set[item.Text("articleId")!].At : set[item.Text("articleId")!].Until)).Order().ToList();
        Assert.All(late, delay => Assert.True(delay > TimeSpan.FromMilliseconds(-1), $"too early by {-delay}"));
        // The middle one: a machine that is busy with other tests may hold up one or the other.
        Assert.True(late[Articles] < TimeSpan.FromSeconds(1), $"late by {string.Join(", ", late)}");
        foreach (var (id, (at, _)) in set)
        {
            (await server.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
            var dateline = (await server.Admin.GetAsync($"/v1/articles/{id}?version=1")).Expect(HttpStatusCode.OK).Json.GetProperty("publishedAt").GetDateTimeOffset();
            Assert.True((at - dateline).Duration() < TimeSpan.FromMilliseconds(1.1), $"{dateline} is not {at}");
        }
    }
}
