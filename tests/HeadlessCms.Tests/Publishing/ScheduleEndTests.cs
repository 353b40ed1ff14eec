using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

/// <summary>When what is public ends, and what that has to do with what is set to follow it.</summary>
public sealed class ScheduleEndTests : SetClock
{
    [Theory, EachEngine]
    public async Task What_is_public_ends_when_that_was_set_whatever_follows_it(Engine engine)
    {
        var portal = On(engine);
        var (first, second) = ((await DraftAsync(portal)).Id(), (await DraftAsync(portal)).Id());
        foreach (var id in (string[])[first, second])
        {
            await PublishAsync(portal, id, new { until = In(10) });
            await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "二" }, "*");
        }
        (await PublishAsync(portal, first, new { at = In(20) })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/until"); // which end?
        var set = (await PublishAsync(portal, first, new { at = In(20), until = In(30) })).Expect(HttpStatusCode.OK).Json;
        await PublishAsync(portal, second, new { at = In(5), until = In(30) });
        Assert.Equal(
            """{"version":2,"at":"2026-11-24T08:20:00+08:00","until":"2026-11-24T08:30:00+08:00","publicUntil":"2026-11-24T08:10:00+08:00"}""", Raw(set, "schedule"));

        await PassAsync(portal, TimeSpan.FromMinutes(10));
        Assert.Equal("expired", (await portal.Anonymous.GetAsync($"/v1/articles/{first}")).ExpectProblem(HttpStatusCode.Gone, "gone").Json.Text("reason"));
        Assert.Equal("二", (await portal.Anonymous.GetAsync($"/v1/articles/{second}")).Expect(HttpStatusCode.OK).Json.Text("title"));
        Assert.Equal("withdrawn", (await WorkingCopyAsync(portal, first)).Text("state"));
        await PassAsync(portal, TimeSpan.FromMinutes(10));
        Assert.Equal("二", (await portal.Anonymous.GetAsync($"/v1/articles/{first}")).Expect(HttpStatusCode.OK).Json.Text("title"));
        await PassAsync(portal, TimeSpan.FromMinutes(10));
        foreach (var id in (string[])[first, second])
        {
            (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
            Assert.Equal("null", Raw(await WorkingCopyAsync(portal, id), "schedule"));
        }
        Assert.Equal(["published", "withdrawn", "published", "withdrawn"], await ChangesAsync(portal, first));
        Assert.Equal(["published", "updated", "withdrawn"], await ChangesAsync(portal, second));
    }

    [Theory, EachEngine]
    public async Task What_fails_leaves_what_is_public_as_it_was(Engine engine)
    {
        var portal = On(engine);
        var (lasting, ending) = ((await DraftAsync(portal)).Id(), (await DraftAsync(portal)).Id());
        await PublishAsync(portal, lasting, new { });
        await PublishAsync(portal, ending, new { until = In(15) });
        foreach (var id in (string[])[lasting, ending])
        {
            var image = await portal.UploadAsync(SampleImages.Png(2, 2), "a.png", ("alt", "图"));
            await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "二", coverId = image }, "*");
            await PublishAsync(portal, id, new { at = In(5), until = In(10) });
            await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "三" }, "*");
            await portal.Admin.PatchAsync($"/v1/attachments/{image}", new { alt = (string?)null }, "*");
        }

        await PassAsync(portal, TimeSpan.FromMinutes(5));
        Assert.Equal("null", Raw(await WorkingCopyAsync(portal, lasting), "schedule"));
        Assert.Equal(
            """{"version":1,"at":null,"until":"2026-11-24T08:15:00+08:00","publicUntil":"2026-11-24T08:15:00+08:00"}""", Raw(await WorkingCopyAsync(portal, ending), "schedule"));
        await PassAsync(portal, TimeSpan.FromMinutes(5));
        foreach (var id in (string[])[lasting, ending])
        {
            Assert.Equal("题", (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK).Json.Text("title"));
        }
        await PassAsync(portal, TimeSpan.FromMinutes(5));
        (await portal.Anonymous.GetAsync($"/v1/articles/{lasting}")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{ending}")).ExpectProblem(HttpStatusCode.Gone, "gone");
    }

    [Theory, EachEngine]
    public async Task What_is_over_when_the_server_comes_back_is_shown_to_nobody(Engine engine)
    {
        var portal = On(engine);
        var (fresh, known) = ((await DraftAsync(portal)).Id(), (await DraftAsync(portal)).Id());
        await PublishAsync(portal, known, new { });
        await portal.Admin.PatchAsync($"/v1/articles/{known}", new { title = "二" }, "*");
        await PublishAsync(portal, fresh, new { at = In(1), until = In(2) });
        await PublishAsync(portal, known, new { at = In(1), until = In(2) });

        await PassAsync(portal, TimeSpan.FromMinutes(3));

        (await portal.Anonymous.GetAsync($"/v1/articles/{fresh}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal("expired", (await portal.Anonymous.GetAsync($"/v1/articles/{known}")).ExpectProblem(HttpStatusCode.Gone, "gone").Json.Text("reason"));
        Assert.Empty(await ChangesAsync(portal, fresh));
        Assert.Equal(["published", "withdrawn"], await ChangesAsync(portal, known));
        foreach (var (id, state) in ((string, string)[])[(fresh, "draft"), (known, "withdrawn")])
        {
            var copy = await WorkingCopyAsync(portal, id);
            Assert.Equal((state, "null"), (copy.Text("state"), Raw(copy, "schedule")));
            Assert.Equal("/until", copy.GetProperty("publishFault").GetProperty("errors")[0].Text("pointer"));
        }
        Assert.Empty((await portal.Admin.GetAsync("/v1/articles?state=scheduled")).Ids());
    }

    [Theory, EachEngine]
    public async Task Another_end_changes_nothing_else_of_what_is_set(Engine engine)
    {
        var portal = On(engine);
        var id = (await DraftAsync(portal)).Id();
        await PublishAsync(portal, id, new { });
        await PublishAsync(portal, id, new { at = In(5), correction = "作者有误。" });

        var moved = (await PublishAsync(portal, id, new { until = In(9) })).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            """{"version":1,"at":"2026-11-24T08:05:00+08:00","until":"2026-11-24T08:09:00+08:00","publicUntil":"2026-11-24T08:09:00+08:00"}""", Raw(moved, "schedule"));
        await PassAsync(portal, TimeSpan.FromMinutes(5));
        Assert.Equal("""[{"at":"2026-11-24T08:05:00+08:00","text":"作者有误。"}]""", Raw((await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json, "corrections"));
    }
}
