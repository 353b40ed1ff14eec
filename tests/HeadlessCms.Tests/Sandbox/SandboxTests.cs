using System.Diagnostics;
using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Sandbox;

/// <summary>What a partner's tests rely on: the same answers every time, and a past, a future and faults at will.</summary>
public sealed class SandboxTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>, IAsyncLifetime
{
    private const string Article = "/v1/articles/innovation-centres-launched";

    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_starts_and_a_reset_answer_byte_for_byte_alike()
    {
        await using var other = new SandboxProcess();
        await other.InitializeAsync();
        await other.ResetAsync(); // else the request that waited for it is one more
        var first = await AnswersAsync(sandbox);
        var second = await AnswersAsync(other);
        await sandbox.ResetAsync();
        var third = await AnswersAsync(sandbox);

        Assert.Equal(first, second);
        Assert.Equal(first, third);
    }

    [Fact]
    public async Task A_first_start_answers_as_a_reset_does()
    {
        await using var other = new SandboxProcess();
        await other.InitializeAsync();
        (await sandbox.Sandbox.GetAsync("/v1/articles?limit=1")).Expect(HttpStatusCode.OK); // what the start was asked

        Assert.Equal(await AnswersAsync(sandbox), await AnswersAsync(other));
    }

    [Fact]
    public async Task The_clock_stands_still_and_what_is_due_follows_it_at_once()
    {
        var draft = (await sandbox.Admin.PostAsync("/v1/articles", new { title = "明天见", categoryId = "news", body = "<p>a</p>" })).Expect(HttpStatusCode.Created);
        Assert.Equal("2026-01-05T09:00:00+08:00", draft.Json.GetProperty("createdAt").GetString());
        (await sandbox.Admin.PostAsync($"/v1/articles/{draft.Id()}/publish", new { at = "2026-01-06T08:00:00+08:00" })).Expect(HttpStatusCode.OK);
        (await sandbox.Anonymous.GetAsync($"/v1/articles/{draft.Id()}")).Expect(HttpStatusCode.NotFound);

        var set = (await sandbox.Sandbox.PutAsync("/sandbox/clock", new { now = "2026-01-06T02:00:00Z" }, null)).Expect(HttpStatusCode.OK);

        Assert.Equal("2026-01-06T10:00:00+08:00", set.Json.GetProperty("now").GetString());
        var published = (await sandbox.Anonymous.GetAsync($"/v1/articles/{draft.Id()}")).Expect(HttpStatusCode.OK);
        Assert.Equal("2026-01-06T08:00:00+08:00", published.Json.GetProperty("publishedAt").GetString());
        Assert.Equal("Tue, 06 Jan 2026 02:00:00 GMT", published.Headers["Date"]);
        Assert.Equal(set.Text, (await sandbox.Sandbox.GetAsync("/sandbox/clock")).Text);
    }

    [Fact]
    public async Task What_begins_and_ends_before_the_clock_is_set_was_public_in_between()
    {
        var draft = (await sandbox.Admin.PostAsync("/v1/articles", new { title = "一天", categoryId = "news", body = "<p>a</p>" })).Expect(HttpStatusCode.Created);
        (await sandbox.Admin.PostAsync($"/v1/articles/{draft.Id()}/publish", new { at = "2026-01-06T08:00:00+08:00", until = "2026-01-07T08:00:00+08:00" })).Expect(HttpStatusCode.OK);

        (await sandbox.Sandbox.PutAsync("/sandbox/clock", new { now = "2026-01-09T10:00:00+08:00" }, null)).Expect(HttpStatusCode.OK);

        var gone = (await sandbox.Anonymous.GetAsync($"/v1/articles/{draft.Id()}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        Assert.Equal("2026-01-07T08:00:00+08:00", gone.Json.GetProperty("withdrawnAt").GetString());
    }

    [Theory]
    [InlineData("2026-01-05T08:00:00+08:00")]
    [InlineData("2025-12-31T00:00:00Z")]
    [InlineData("2030-01-01T00:00:00Z")]
    public async Task At_any_time_the_portal_can_be_written(string now)
    {
        (await sandbox.Sandbox.PutAsync("/sandbox/clock", new { now }, null)).Expect(HttpStatusCode.OK);

        for (var number = 0; number < 3; number++)
        {
            var draft = (await sandbox.Admin.PostAsync("/v1/articles", new { title = "旧事", categoryId = "news", body = "<p>a</p>" })).Expect(HttpStatusCode.Created);
            (await sandbox.Admin.PostAsync($"/v1/articles/{draft.Id()}/publish")).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Who_waits_for_changes_waits_real_seconds()
    {
        var end = (await sandbox.Sandbox.GetAsync("/v1/changes?since=now")).Json;

        var page = (await sandbox.Anonymous.GetAsync($"/v1/changes?wait=1&since={end.GetProperty("cursor").GetString()}").WaitAsync(TimeSpan.FromSeconds(20)))
            .Expect(HttpStatusCode.OK);

        Assert.Equal(0, page.Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_next_calls_go_wrong_as_they_are_told_and_no_others()
    {
        var faults = new[] { new { operationId = "getArticle", status = 503, calls = 2 }, new { operationId = "getArticle", status = 502, calls = 1 } };
        (await sandbox.Sandbox.PutAsync("/sandbox/faults", new { items = faults }, null)).Expect(HttpStatusCode.OK);

        var busy = (await sandbox.Sandbox.GetAsync(Article)).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal("1", busy.Headers["Retry-After"]);
        (await sandbox.Anonymous.GetAsync("/v1/articles?limit=1")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (await sandbox.Sandbox.GetAsync("/sandbox/faults")).Json.GetProperty("items")[0].GetProperty("calls").GetInt32());
        (await sandbox.Sandbox.GetAsync(Article)).Expect(HttpStatusCode.ServiceUnavailable);
        var gateway = (await sandbox.Sandbox.GetAsync(Article)).Expect(HttpStatusCode.BadGateway);
        Assert.Equal("about:blank", gateway.Json.GetProperty("type").GetString());
        (await sandbox.Anonymous.GetAsync(Article)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_write_that_is_told_to_fail_changes_nothing()
    {
        const string all = "/v1/articles?state=all&count=true&limit=1";
        var before = await sandbox.Admin.GetAsync(all);
        await FaultAsync(new { operationId = "createArticle", status = 500 });

        (await sandbox.Sandbox.PostAsync("/v1/articles", new { }, ("Authorization", $"Bearer {sandbox.Key}"))).ExpectProblem(HttpStatusCode.InternalServerError, "internal");

        Assert.Equal(before.Text, (await sandbox.Admin.GetAsync(all)).Text);
    }

    [Fact]
    public async Task Delayed_calls_wait_and_hold_no_thread()
    {
        const int calls = 300;
        await FaultAsync(new { operationId = "getArticle", delay = 1000, calls });
        var began = Stopwatch.GetTimestamp();

        var waiting = Enumerable.Range(0, calls).Select(_ => sandbox.Sandbox.GetAsync($"{Article}?fields=id")).ToList();
        (await sandbox.Sandbox.GetAsync("/livez")).Expect(HttpStatusCode.OK);
        var answers = await Task.WhenAll(waiting);

        // One after the other on the few threads there are, they would take minutes.
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/sandbox/clock", """{}""", "/now")]
    [InlineData("/sandbox/clock", """{"now": "1969-12-31T23:59:59Z"}""", "/now")]
    [InlineData("/sandbox/clock", """{"now": "2026-01-06T10:00:00"}""", "/now")]
    [InlineData("/sandbox/clock", """{"now": "2026-01-06T10:00:00Z", "speed": 2}""", "/speed")]
    [InlineData("/sandbox/faults", """{}""", "/items")]
    [InlineData("/sandbox/faults", """{"items": [{"operationId": "getArticle"}]}""", "/items/0/status")]
    [InlineData("/sandbox/faults", """{"items": [{"operationId": "getArtikel", "status": 503}, {"status": 200, "calls": 0, "delay": 60001}]}""", "/items/0/operationId", "/items/1/operationId", "/items/1/status", "/items/1/calls", "/items/1/delay")]
    [InlineData("/sandbox/faults", """{"items": [{"operationId": "setSandboxFaults", "status": 503}]}""", "/items/0/operationId")]
    public async Task Bad_input_is_named_and_changes_nothing(string path, string body, params string[] places)
    {
        var before = await sandbox.Sandbox.GetAsync(path);

        (await sandbox.Sandbox.SendAsync(HttpMethod.Put, path, new StringContent(body, Encoding.UTF8, "application/json")))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", places);

        Assert.Equal(before.Text, (await sandbox.Sandbox.GetAsync(path)).Text);
    }

    [Fact]
    public async Task Files_live_in_memory_until_the_reset()
    {
        var picture = SampleImages.Png(8, 8);
        var id = (await sandbox.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(picture, "a.png"))).Expect(HttpStatusCode.Created).Id();
        Assert.Equal(picture, (await sandbox.Admin.GetAsync($"/v1/attachments/{id}/content")).Bytes);
        var cover = (await sandbox.Anonymous.GetAsync(Article)).Json.GetProperty("cover").GetProperty("url").GetString()!;
        (await sandbox.Anonymous.GetAsync(cover)).Expect(HttpStatusCode.OK);

        await sandbox.ResetAsync();

        (await sandbox.Admin.GetAsync($"/v1/attachments/{id}")).Expect(HttpStatusCode.NotFound);
        (await sandbox.Anonymous.GetAsync(cover)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reset_sends_those_away_who_wait_for_news()
    {
        var end = (await sandbox.Anonymous.GetAsync("/v1/changes?limit=100")).Json;
        while (end.GetProperty("hasMore").GetBoolean())
        {
            end = (await sandbox.Anonymous.GetAsync($"/v1/changes?limit=100&since={end.GetProperty("cursor").GetString()}")).Json;
        }
        var waiting = sandbox.Sandbox.GetAsync($"/v1/changes?wait=30&since={end.GetProperty("cursor").GetString()}");

        await sandbox.ResetAsync();

        await Task.WhenAny(waiting).WaitAsync(TimeSpan.FromSeconds(20)); // however it ends
    }

    [Fact]
    public async Task It_serves_the_contract_of_every_other_server_and_one_of_its_own()
    {
        var contract = (await sandbox.Anonymous.GetAsync("/openapi/v1.yaml")).Expect(HttpStatusCode.OK);
        var own = (await sandbox.Sandbox.GetAsync("/sandbox/openapi.yaml")).Expect(HttpStatusCode.OK);

        Assert.Equal(await File.ReadAllTextAsync(Repository.Locate("openapi.yaml")), contract.Text);
        Assert.All((string[])["/sandbox/reset", "/sandbox/clock", "/sandbox/faults"], path => Assert.Contains($"  {path}:", own.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("/v1/", own.Text.Split("components:")[0].Split("paths:")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_it_even_when_it_is_killed()
    {
        using var directory = new TemporaryDirectory();
        await using var mortal = SandboxProcess.In(directory);
        await mortal.InitializeAsync();
        (await mortal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Png(8, 8), "a.png"))).Expect(HttpStatusCode.Created);

        await mortal.KillAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    [Theory]
    [InlineData("--Cms:DataDirectory=./data", "Cms:DataDirectory")]
    [InlineData("--ConnectionStrings:Cms=Host=127.0.0.1", "ConnectionStrings:Cms")]
    [InlineData("--Cms:Secret=0123456789-0123456789-0123456789", "Cms:Secret")]
    [InlineData("--Cms:Nonsense=1", "'Nonsense'")]
    public async Task A_setting_that_has_no_meaning_to_it_stops_the_start(string setting, string named)
    {
        var ended = await Executable.RunAsync("sandbox", "--port", "0", setting);

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(named, Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task FaultAsync(object fault) =>
        (await sandbox.Sandbox.PutAsync("/sandbox/faults", new { items = new[] { fault } }, null)).Expect(HttpStatusCode.OK);

    // Every kind of call that makes something up or shows a time, each answer with all of its headers.
    private static async Task<IReadOnlyList<string>> AnswersAsync(SandboxProcess sandbox)
    {
        var (api, answers) = (sandbox.Admin, new List<string>());
        async Task<Answer> NoteAsync(Task<Answer> call)
        {
            var answer = await call;
            answers.Add($"{answer.Status} {string.Join("; ", answer.Headers.OrderBy(header => header.Key, StringComparer.Ordinal))} {Convert.ToHexString(answer.Bytes)} {answer.Text}");
            return answer;
        }
        await NoteAsync(sandbox.Anonymous.GetAsync("/v1/articles?limit=5&count=true"));
        await NoteAsync(sandbox.Anonymous.GetAsync($"{Article}?include=views,neighbours"));
        await NoteAsync(sandbox.Anonymous.GetAsync($"{Article}/head"));
        await NoteAsync(sandbox.Anonymous.GetAsync($"{Article}/qr.png"));
        await NoteAsync(sandbox.Anonymous.GetAsync("/v1/articles/never-was"));
        await NoteAsync(api.PostAsync("/v1/categories", new { name = "新栏目", slug = "new-section" }));
        var draft = await NoteAsync(api.PostAsync("/v1/articles", new { title = "一篇", categoryId = "new-section", body = "<p>正文</p>" }, ("Idempotency-Key", "one")));
        await NoteAsync(api.PostAsync("/v1/articles", new { title = "一篇", categoryId = "new-section", body = "<p>正文</p>" }, ("Idempotency-Key", "one")));
        var path = $"/v1/articles/{draft.Id()}";
        await NoteAsync(api.PatchAsync(path, new { title = "两篇" }, draft.ETag));
        await NoteAsync(api.PatchAsync(path, new { title = "太晚" }, draft.ETag));
        await NoteAsync(api.PostAsync($"{path}/previews", new { expiresIn = 3600 }));
        await NoteAsync(api.PostAsync($"{path}/publish"));
        await NoteAsync(sandbox.Anonymous.PostAsync($"{path}/views"));
        await NoteAsync(api.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Png(9, 9), "p.png")));
        await NoteAsync(api.PostAsync("/v1/keys", new { name = "editor", scopes = new[] { "articles:write" } }));
        await NoteAsync(api.PostAsync($"{path}/withdraw", new { reason = "error" }));
        await NoteAsync(sandbox.Anonymous.GetAsync(path));
        await NoteAsync(api.GetAsync($"{path}/versions"));
        await NoteAsync(api.GetAsync("/v1/audit"));
        await NoteAsync(api.GetAsync("/v1/keys"));
        await NoteAsync(sandbox.Anonymous.GetAsync("/v1/changes?limit=100"));
        return answers;
    }
}
