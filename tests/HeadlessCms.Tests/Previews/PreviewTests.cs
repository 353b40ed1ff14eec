using System.Net;
using HeadlessCms.Previews;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Previews;

public sealed class PreviewTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_link_shows_its_version_whole_without_a_key_while_the_draft_moves_on(Engine engine)
    {
        var portal = portals.On(engine);
        var slug = Samples.Name("draft");
        var created = await portal.DraftAsync(new { slug, title = "样稿", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{created.Id()}";

        var preview = (await portal.Admin.PostAsync($"{address}/previews")).Expect(HttpStatusCode.Created);
        var url = preview.Json.Text("url")!;
        (await portal.Admin.PatchAsync(address, new { title = "后来的" }, "*")).Expect(HttpStatusCode.OK);
        var shown = (await portal.Anonymous.GetAsync(url)).Expect(HttpStatusCode.OK);

        Assert.Matches("^[A-Za-z0-9_.-]{1,512}$", preview.Json.Text("token"));
        Assert.Equal($"{address}?preview={preview.Json.Text("token")}", url);
        Assert.Equal(1, preview.Json.GetProperty("version").GetInt32());
        Assert.Equal("样稿", shown.Json.Text("title"));
        Assert.Equal("<p>文</p>", shown.Json.Text("body"));
        Assert.False(shown.Json.TryGetProperty("bodySource", out _));
        Assert.Equal("no-store, private", shown.Headers["Cache-Control"]);
        Assert.Equal("noindex", shown.Headers["X-Robots-Tag"]);
        Assert.Empty((await portal.Anonymous.GetAsync(url, ("If-None-Match", shown.ETag!))).Expect(HttpStatusCode.NotModified).Bytes);
        Assert.Equal("样稿", (await portal.Anonymous.GetAsync($"/v1/articles/{slug}?fields=title&preview={preview.Json.Text("token")}")).Json.Text("title"));
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Anonymous.GetAsync($"{url}&version=1")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "version");
    }

    [Fact]
    public async Task The_token_of_a_link_is_in_no_log()
    {
        // On one engine: nothing of it is stored.
        var lines = new Lines();
        await using var portal = new Portal(
            Engine.Sqlite, new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace" },
            services => services.AddSingleton<ILoggerProvider>(lines));
        var id = (await portal.DraftAsync(new { title = "样稿", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id();
        var preview = (await portal.Admin.PostAsync($"/v1/articles/{id}/previews")).Expect(HttpStatusCode.Created).Json;

        (await portal.Anonymous.GetAsync(preview.Text("url")!)).Expect(HttpStatusCode.OK);
        var logger = portal.Services.GetRequiredService<ILoggerFactory>().CreateLogger("test");
        KeyValuePair<string, object?>[] values = [new("At", new Uri($"http://a.example/?x=1&Preview={preview.Text("token")}"))];
        logger.Log(LogLevel.Information, default, values, null, (_, _) => "an address in a value");
        logger.BeginScope(new Dictionary<string, object?> { ["Query"] = new QueryString($"?preview={preview.Text("token")}") })?.Dispose();

        Assert.Contains(lines.All, line => line.Contains("Request finished", StringComparison.Ordinal) && line.Contains("preview=[key]", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.Contains("an address in a value", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => line.Contains(preview.Text("token")![8..], StringComparison.Ordinal));
    }

    [Theory, EachEngine]
    public async Task A_link_that_opens_nothing_is_refused_alike_whatever_is_wrong_with_it(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        var (mine, other) = ((await portal.DraftAsync(new { title = "甲", categoryId = category })).Id(), (await portal.DraftAsync(new { title = "乙", categoryId = category })).Id());
        var shortly = await TokenAsync(portal, mine, new { expiresIn = 60 });
        var toRevoke = (await portal.Admin.PostAsync($"/v1/articles/{mine}/previews")).Expect(HttpStatusCode.Created);
        var (id, revoked) = (toRevoke.Id(), toRevoke.Json.Text("token")!);
        var foreign = await TokenAsync(portal, other);
        var open = await TokenAsync(portal, mine);
        var forged = (open[0] == 'A' ? 'B' : 'A') + open[1..];
        (await portal.Anonymous.GetAsync($"/v1/articles/{mine}?preview={revoked}")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/articles/{mine}/previews/{id}", null)).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.DeleteAsync($"/v1/articles/{mine}/previews/{id}", null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Anonymous.GetAsync($"/v1/articles/{mine}?preview={shortly}")).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(60));

        var answers = new List<string>();
        foreach (var token in (string[])[shortly, revoked, foreign, forged, open + "A", open + "=", "%E5%BC%80", "nonsense"])
        {
            var refused = (await portal.Anonymous.GetAsync($"/v1/articles/{mine}?preview={token}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
            Assert.Equal("noindex", refused.Headers["X-Robots-Tag"]);
            answers.Add(refused.Text.Replace(refused.Json.Text("traceId")!, "", StringComparison.Ordinal));
        }
        answers.Add((await portal.Anonymous.GetAsync($"/v1/articles/nobody?preview={open}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused").Json.Text("detail")!);

        Assert.Single(answers.SkipLast(1).Distinct());
        Assert.Contains(answers[^1], answers[0], StringComparison.Ordinal);
        (await portal.Anonymous.GetAsync($"/v1/articles/{mine}?preview={open}")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_link_opens_until_the_moment_it_names_and_not_from_it_on(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() })).Id();
        (object? Wish, int Seconds, string End)[] links = [(new { expiresIn = 60 }, 60, "2026-11-23T12:01:00+08:00"), (null, 86_400, "2026-11-24T12:00:00+08:00"), (new { expiresIn = 2_592_000 }, 2_592_000, "2026-12-23T12:00:00+08:00")];
        var made = new List<Answer>();
        foreach (var link in links)
        {
            made.Add((await portal.Admin.PostAsync($"/v1/articles/{id}/previews", link.Wish)).Expect(HttpStatusCode.Created));
            Assert.Equal(link.End, made[^1].Json.Text("expiresAt"));
        }

        foreach (var (link, answer) in links.Zip(made))
        {
            clock.SetUtcNow(ViewSamples.Noon.AddSeconds(link.Seconds).AddMilliseconds(-1));
            (await portal.Anonymous.GetAsync(answer.Json.Text("url")!)).Expect(HttpStatusCode.OK);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            (await portal.Anonymous.GetAsync(answer.Json.Text("url")!)).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        }
    }

    [Theory, EachEngine]
    public async Task What_ended_is_forgotten_and_what_is_open_stays(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() })).Id();
        await TokenAsync(portal, id, new { expiresIn = 60 });
        var open = await TokenAsync(portal, id, new { expiresIn = 61 });
        clock.Advance(TimeSpan.FromSeconds(60));

        await portal.RunAsync<PreviewSweeper>();

        Assert.Equal(1, await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM previews", null, CancellationToken.None));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}?preview={open}")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_withdrawal_and_the_trash_end_what_was_shown_before(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{id}";
        var before = await TokenAsync(portal, id);
        (await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
        var after = await TokenAsync(portal, id);

        (await portal.Anonymous.GetAsync($"{address}?preview={before}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        (await portal.Anonymous.GetAsync($"{address}?preview={after}")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"{address}?preview={before}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        Assert.Single((await portal.Admin.GetAsync($"{address}/previews")).Ids());
        (await portal.Admin.DeleteAsync(address, "*")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"{address}?preview={after}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        (await portal.Admin.PostAsync($"{address}/previews")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.DeleteAsync($"{address}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Anonymous.GetAsync($"{address}?preview={after}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
    }

    [Theory, EachEngine]
    public async Task Previews_are_listed_and_audited_and_bad_wishes_named(Engine engine)
    {
        var portal = portals.On(engine);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() })).Id();
        var address = $"/v1/articles/{id}/previews";

        (await portal.Admin.PostAsync(address, new { version = 0, expiresIn = 59, more = true })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/version", "/expiresIn", "/more");
        (await portal.Admin.PostAsync(address, new { expiresIn = 2_592_001 })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/expiresIn");
        (await portal.Admin.PostAsync(address, new { version = 2 })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/version");
        var made = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            made.Add((await portal.Admin.PostAsync(address, new { version = 1, expiresIn = 2_592_000 })).Expect(HttpStatusCode.Created).Id());
        }

        made.Reverse();
        Assert.Equal(made, await portal.Admin.WalkAsync($"{address}?limit=2"));
        var one = (await portal.Admin.GetAsync($"{address}/{made[0]}")).Expect(HttpStatusCode.OK);
        Assert.Equal("admin", one.Json.Text("by"));
        (await portal.Anonymous.GetAsync(one.Json.Text("url")!)).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"{address}/{made[0]}", null)).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.GetAsync($"{address}/{made[0]}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        var trail = (await portal.Admin.GetAsync("/v1/audit?limit=100")).Expect(HttpStatusCode.OK).Json.GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("target").Text("id") == made[0]).ToArray();
        Assert.Equal(["preview.revoke", "preview.create"], trail.Select(entry => entry.Text("action")));
        Assert.DoesNotContain(one.Json.Text("token")!, trail[1].ToString(), StringComparison.Ordinal);
        foreach (var answer in (Answer[])[await portal.Anonymous.PostAsync(address), await portal.Anonymous.GetAsync(address), await portal.Anonymous.DeleteAsync($"{address}/{made[1]}", null)])
        {
            answer.ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    [Theory, EachEngine]
    public async Task A_repeated_wish_makes_one_link_and_the_list_has_it(Engine engine)
    {
        var portal = portals.On(engine);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() })).Id();
        Task<Answer> MakeAsync() => portal.Admin.PostAsync($"/v1/articles/{id}/previews", new { version = 1 }, ("Idempotency-Key", "once"));

        var first = (await MakeAsync()).Expect(HttpStatusCode.Created);
        var again = (await MakeAsync()).Expect(HttpStatusCode.Created);
        var listed = Assert.Single((await portal.Admin.GetAsync($"/v1/articles/{id}/previews")).Json.GetProperty("items").EnumerateArray());

        Assert.Equal(first.Id(), again.Id());
        Assert.Null(again.Json.Text("token"));
        Assert.Null(again.Json.Text("url"));
        Assert.Equal(first.Json.Text("url"), listed.Text("url"));
    }

    private static async Task<string> TokenAsync(Portal portal, string article, object? request = null) =>
        (await portal.Admin.PostAsync($"/v1/articles/{article}/previews", request)).Expect(HttpStatusCode.Created).Json.Text("token")!;
}
