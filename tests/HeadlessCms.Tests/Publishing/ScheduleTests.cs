using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>What is set for later: when it happens, what is in it, how it is moved and cancelled, and what stops it.</summary>
public sealed class ScheduleTests : SetClock
{
    [Theory, EachEngine]
    public async Task An_article_is_public_from_its_time_to_its_end_and_not_a_moment_else(Engine engine)
    {
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();
        var (at, until) = (In(60), In(120));

        var set = (await PublishAsync(portal, id, new { at, until, changeNote = "定时" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("scheduled", set.Text("state"));
        Assert.Equal("""{"version":1,"at":"2026-11-24T09:00:00+08:00","until":"2026-11-24T10:00:00+08:00","publicUntil":null}""", Raw(set, "schedule"));
        Assert.Equal([id], (await portal.Admin.GetAsync("/v1/articles?state=scheduled")).Ids());

        await PassAsync(portal, TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await PassAsync(portal, TimeSpan.FromMilliseconds(1));
        var shown = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("2026-11-24T09:00:00+08:00", shown.Text("publishedAt"));
        Assert.False(shown.TryGetProperty("schedule", out _));
        var draft = await WorkingCopyAsync(portal, id);
        Assert.Equal(("published", false), (draft.Text("state"), draft.GetProperty("pending").GetBoolean()));
        Assert.Equal("""{"version":1,"at":null,"until":"2026-11-24T10:00:00+08:00","publicUntil":"2026-11-24T10:00:00+08:00"}""", Raw(draft, "schedule"));
        Assert.Equal([id], (await portal.Admin.GetAsync("/v1/articles?state=scheduled")).Ids());

        await PassAsync(portal, TimeSpan.FromMinutes(60));
        var gone = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        Assert.Equal(("expired", "2026-11-24T10:00:00+08:00"), (gone.Json.Text("reason"), gone.Json.Text("withdrawnAt")));
        Assert.Equal("null", Raw(await WorkingCopyAsync(portal, id), "schedule"));
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=scheduled")).Ids());
        Assert.Equal(["article.withdraw scheduler", "article.publish scheduler", "article.schedule admin", "article.create admin"], await TrailAsync(portal, id));
        Assert.Equal(["published", "withdrawn"], await ChangesAsync(portal, id));
        Assert.Equal("定时", (await portal.Admin.GetAsync($"/v1/articles/{id}/versions")).Json.GetProperty("items")[0].Text("changeNote"));
    }

    [Theory, EachEngine]
    public async Task What_is_saved_after_the_time_was_set_is_not_in_it_and_a_correction_is_told(Engine engine)
    {
        var portal = On(engine);
        var slug = Samples.Name("set");
        var id = (await DraftAsync(portal, slug: slug)).Id();
        (await PublishAsync(portal, id, new { at = In(1) })).Expect(HttpStatusCode.OK);
        var edited = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "二", slug = $"{slug}-2", tags = new[] { "二" } }, "*")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("scheduled", 1), (edited.Text("state"), edited.GetProperty("schedule").GetProperty("version").GetInt32()));
        (await portal.Admin.PostAsync("/v1/articles", new { title = "别", slug, categoryId = edited.GetProperty("category").Text("id") }))
            .ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug"); // kept for what is set

        await PassAsync(portal, TimeSpan.FromMinutes(1));
        var shown = (await portal.Anonymous.GetAsync($"/v1/articles/{slug}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("题", 1), (shown.Text("title"), shown.GetProperty("version").GetInt32()));
        var draft = await WorkingCopyAsync(portal, id);
        Assert.Equal(("二", true, "published"), (draft.Text("title"), draft.GetProperty("pending").GetBoolean(), draft.Text("state")));

        var set = (await PublishAsync(portal, id, new { at = In(1), correction = "标题有误。" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("published", 2), (set.Text("state"), set.GetProperty("schedule").GetProperty("version").GetInt32()));
        Assert.Equal("[]", Raw((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json, "corrections"));
        await PassAsync(portal, TimeSpan.FromMinutes(1));

        shown = (await portal.Anonymous.GetAsync($"/v1/articles/{slug}-2")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("""[{"at":"2026-11-24T08:02:00+08:00","text":"标题有误。"}]""", Raw(shown, "corrections"));
        Assert.Equal("二", shown.Text("title"));
        Assert.Equal("2026-11-24T08:01:00+08:00", shown.Text("publishedAt"));
        Assert.Equal(HttpStatusCode.PermanentRedirect, (await portal.Anonymous.GetAsync($"/v1/articles/{slug}")).Status);
        Assert.Equal(["published", "corrected"], await ChangesAsync(portal, id));
    }

    [Theory, EachEngine]
    public async Task It_is_moved_and_cancelled_and_publishing_now_or_withdrawing_takes_its_place(Engine engine)
    {
        var portal = On(engine);
        var (id, address) = ((await DraftAsync(portal)).Id(), "");
        address = $"/v1/articles/{id}";
        await PublishAsync(portal, id, new { at = In(10) });
        Assert.Equal("2026-11-24T08:05:00+08:00", (await PublishAsync(portal, id, new { at = In(5), until = In(9) })).Json.GetProperty("schedule").Text("at"));
        (await PublishAsync(portal, id, new { at = In(9) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/until"); // what was set stays
        (await portal.Admin.DeleteAsync($"{address}/schedule", "\"other\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        Assert.Equal("draft", (await portal.Admin.DeleteAsync($"{address}/schedule", null)).Expect(HttpStatusCode.OK).Json.Text("state"));
        (await portal.Admin.DeleteAsync($"{address}/schedule", null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await PassAsync(portal, TimeSpan.FromMinutes(10));
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.NotFound, "not-found");

        await PublishAsync(portal, id, new { at = In(5) });
        Assert.Equal("published", (await PublishAsync(portal, id, new { at = Clock.GetUtcNow().AddSeconds(-60) })).Expect(HttpStatusCode.OK).Json.Text("state"));
        Assert.Equal("null", Raw(await WorkingCopyAsync(portal, id), "schedule"));
        Assert.Equal("""{"version":1,"at":null,"until":"2026-11-24T08:20:00+08:00","publicUntil":"2026-11-24T08:20:00+08:00"}""", Raw((await PublishAsync(portal, id, new { until = In(10) })).Json, "schedule"));
        await portal.Admin.PatchAsync(address, new { title = "二" }, "*");
        await PublishAsync(portal, id, new { at = In(5) });
        Assert.Equal("null", Raw((await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK).Json, "schedule"));
        await PassAsync(portal, TimeSpan.FromMinutes(10));
        Assert.Equal("legal", (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.Gone, "gone").Json.Text("reason"));
        Assert.Equal("withdrawn", (await PublishAsync(portal, id, new { at = In(5) })).Json.Text("state"));
        (await portal.Admin.DeleteAsync(address, "*")).Expect(HttpStatusCode.OK);
        await PassAsync(portal, TimeSpan.FromMinutes(5));
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.Gone, "gone");
        (await portal.Admin.DeleteAsync($"{address}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task What_can_no_longer_be_published_is_not_and_says_so_until_it_is_set_anew(Engine engine)
    {
        var portal = On(engine);
        var image = await portal.UploadAsync(SampleImages.Png(2, 2), "a.png", ("alt", "图"));
        var category = await portal.CategoryAsync();
        var draft = await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category, coverId = image });
        var (id, address) = (draft.Id(), $"/v1/articles/{draft.Id()}");
        await PublishAsync(portal, id, new { at = In(1) });
        await portal.Admin.PatchAsync(address, new { categoryId = await portal.CategoryAsync() }, "*");
        (await portal.Admin.DeleteAsync($"/v1/categories/{category}", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Admin.PatchAsync($"/v1/attachments/{image}", new { alt = (string?)null }, "*")).Expect(HttpStatusCode.OK);

        await PassAsync(portal, TimeSpan.FromMinutes(1));

        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        var failed = await WorkingCopyAsync(portal, id);
        Assert.Equal("draft", failed.Text("state"));
        Assert.Equal("null", Raw(failed, "schedule"));
        var fault = failed.GetProperty("publishFault");
        Assert.Equal("2026-11-24T08:01:00+08:00", fault.Text("at"));
        Assert.Equal(["/categoryId", "/coverId"], fault.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")).Order());
        Assert.Equal("article.publishFault scheduler", (await TrailAsync(portal, id))[0]);

        (await portal.Admin.PatchAsync($"/v1/attachments/{image}", new { alt = "图" }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal("null", Raw((await PublishAsync(portal, id, new { at = In(1) })).Expect(HttpStatusCode.OK).Json, "publishFault"));
        await PassAsync(portal, TimeSpan.FromMinutes(1));
        (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_fault_in_a_schedule_is_named_and_nothing_changes(Engine engine)
    {
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();

        (await PublishAsync(portal, id, new { at = Clock.GetUtcNow().AddSeconds(-61) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/at");
        (await PublishAsync(portal, id, new { at = In(1), until = In(1) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/until");
        (await PublishAsync(portal, id, new { at = In(2), until = In(1) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/until");
        (await PublishAsync(portal, id, new { until = Clock.GetUtcNow() })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/until");
        (await PublishAsync(portal, id, new { at = "2026-11-25T09:00:00" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/at");
        (await PublishAsync(portal, id, new { at = "2026-11-25T09:00:00[Asia/Shanghai]" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/at");
        (await PublishAsync(portal, id, new { correction = "错了。" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/correction"); // nobody saw it
        (await PublishAsync(portal, id, new { correction = " " })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/correction");
        (await PublishAsync(portal, id, new { correction = new string('错', 1001), changeNote = new string('注', 501) }))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/correction", "/changeNote");
        (await portal.Anonymous.PostAsync($"/v1/articles/{id}/publish", new { at = In(1) })).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        var draft = await WorkingCopyAsync(portal, id);
        Assert.Equal(("draft", 1), (draft.Text("state"), draft.GetProperty("version").GetInt32()));
        Assert.Equal("null", Raw(draft, "schedule"));
    }

    [Theory, EachEngine]
    public async Task Nothing_is_public_before_its_embargo_is_over(Engine engine)
    {
        var portal = On(engine);
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), rights = new { embargoUntil = In(60) } })).Id();

        (await PublishAsync(portal, id, new { })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/rights/embargoUntil");
        (await PublishAsync(portal, id, new { at = In(59) })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/rights/embargoUntil");
        (await PublishAsync(portal, id, new { at = In(60) })).Expect(HttpStatusCode.OK);
        await PassAsync(portal, TimeSpan.FromMinutes(60));

        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Nothing_is_public_before_the_date_it_bears(Engine engine)
    {
        var portal = On(engine);
        var id = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), publishedAt = In(60) })).Id();

        (await PublishAsync(portal, id, new { })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/publishedAt");
        (await PublishAsync(portal, id, new { at = In(59) })).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/publishedAt");
        (await PublishAsync(portal, id, new { at = In(60) })).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.NotFound);
        await PassAsync(portal, TimeSpan.FromMinutes(60));

        Assert.Equal((await WorkingCopyAsync(portal, id)).Text("publishedAt"), (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK).Json.Text("publishedAt"));
    }

    [Theory, EachEngine]
    public async Task A_correction_is_public_and_told_even_when_the_text_was_put_right_before(Engine engine)
    {
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();
        await PublishAsync(portal, id, new { });
        await PublishAsync(portal, id, new { }); // unchanged

        var first = (await PublishAsync(portal, id, new { correction = "日期有误。" })).Expect(HttpStatusCode.OK).Json;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "二" }, "*");
        await PublishAsync(portal, id, new { correction = "标题有误。" });

        Assert.Equal(1, first.GetProperty("corrections").GetArrayLength());
        Assert.Equal(
            """[{"at":"2026-11-24T08:00:00+08:00","text":"日期有误。"},{"at":"2026-11-24T08:01:00+08:00","text":"标题有误。"}]""",
            Raw((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json, "corrections"));
        Assert.Equal(["published", "corrected", "corrected"], await ChangesAsync(portal, id));
    }

    [Theory]
    [EachEngine("Pacific/Kiritimati")] // UTC+14
    [EachEngine("America/St_Johns")] // half an hour off, with summer time
    [EachEngine("UTC")]
    public async Task The_zone_of_the_server_changes_nothing(Engine engine, string zone)
    {
        Clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();

        var set = (await PublishAsync(portal, id, new { at = "2026-11-24T02:30:00.5+02:00" })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("2026-11-24T08:30:00.5+08:00", set.GetProperty("schedule").Text("at"));
        await PassAsync(portal, TimeSpan.FromMinutes(30));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        await PassAsync(portal, TimeSpan.FromMilliseconds(500));
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
    }
}
