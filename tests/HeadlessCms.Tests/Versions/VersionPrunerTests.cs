using System.Net;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using HeadlessCms.Versions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Versions;

public sealed class VersionPrunerTests
{
    [Theory, EachEngine]
    public async Task Only_what_is_beyond_the_limits_goes_and_never_what_was_or_is_shown(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock, ("Cms:Versions:KeepLatest", "2"), ("Cms:Versions:KeepDays", "10"));
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf");
        var (category, address) = (await portal.CategoryAsync(), "/v1/articles/kept");
        await portal.PublishedAsync(new { slug = "kept", title = "1", body = "<p>文</p>", categoryId = category });
        foreach (var version in (int[])[2, 3, 4, 5, 6, 7])
        {
            var attachments = version == 2 ? new[] { new { id = file } } : [];
            (await portal.Admin.PatchAsync(address, new { title = $"{version}", attachments }, "*")).Expect(HttpStatusCode.OK);
            if (version == 5)
            {
                (await portal.Admin.PostAsync($"{address}/publish", new { at = ViewSamples.Noon.AddDays(40) })).Expect(HttpStatusCode.OK);
            }
        }
        await portal.DraftAsync(new { slug = "other", title = "另", categoryId = category });
        var live = (await portal.Admin.PostAsync($"{address}/previews", new { version = 3, expiresIn = 20 * 86_400 })).Expect(HttpStatusCode.Created);
        (await portal.Admin.PostAsync($"{address}/previews", new { version = 4, expiresIn = 60 })).Expect(HttpStatusCode.Created);

        await PruneAsync(portal);
        Assert.Equal("7,6,5,4,3,2,1", await VersionsAsync(portal, address)); // none is ten days old
        (await portal.Admin.DeleteAsync($"/v1/attachments/{file}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        clock.Advance(TimeSpan.FromDays(11));
        (await portal.Admin.PatchAsync(address, new { title = "8" }, "*")).Expect(HttpStatusCode.OK);
        await PruneAsync(portal);

        Assert.Equal("8,7,5,3,1", await VersionsAsync(portal, address));
        Assert.Equal("1", await VersionsAsync(portal, "/v1/articles/other"));
        (await portal.Admin.DeleteAsync($"/v1/attachments/{file}", "*")).Expect(HttpStatusCode.NoContent);
        (await portal.Anonymous.GetAsync(live.Json.Text("url")!)).Expect(HttpStatusCode.OK);
        Assert.Equal("1", (await portal.Anonymous.GetAsync(address)).Json.Text("title"));
        (await portal.Admin.GetAsync($"{address}?version=2")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.PostAsync($"{address}/versions/4/restore")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        var trail = (await portal.Admin.GetAsync("/v1/audit?action=version.prune")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal([2, 4, 6], trail.SelectMany(entry => entry.GetProperty("before").GetProperty("versions").EnumerateArray()).Select(gone => gone.GetInt32()).Order());
        (await portal.Admin.DeleteAsync($"{address}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
    }

    [Theory, EachEngine]
    public async Task What_was_public_once_stays_though_it_was_replaced_withdrawn_or_put_into_the_trash(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock, ("Cms:Versions:KeepLatest", "1"), ("Cms:Versions:KeepDays", "1"));
        var (category, address) = (await portal.CategoryAsync(), "/v1/articles/kept");
        await portal.PublishedAsync(new { slug = "kept", title = "1", body = "<p>文</p>", categoryId = category });
        foreach (var version in (int[])[2, 3, 4, 5, 6])
        {
            (await portal.Admin.PatchAsync(address, new { title = $"{version}" }, "*")).Expect(HttpStatusCode.OK);
            if (version is 3 or 5)
            {
                (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);
            }
        }
        (await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromDays(400));
        await PruneAsync(portal);
        Assert.Equal("6,5,3,1", await VersionsAsync(portal, address));

        (await portal.Admin.DeleteAsync(address, "*")).Expect(HttpStatusCode.OK);
        await PruneAsync(portal);
        Assert.Equal("6,5,3,1", await VersionsAsync(portal, address));
    }

    [Theory, EachEngine]
    public async Task Without_a_setting_all_are_kept(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        await portal.DraftAsync(new { slug = "kept", title = "1", categoryId = await portal.CategoryAsync() });
        (await portal.Admin.PatchAsync("/v1/articles/kept", new { title = "2" }, "*")).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromDays(60));

        await PruneAsync(portal);

        Assert.Equal("2,1", await VersionsAsync(portal, "/v1/articles/kept"));
    }

    [Theory, EachEngine]
    public async Task A_turn_looks_at_a_bounded_number_and_the_next_goes_on(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock, ("Cms:Versions:KeepLatest", "1"));
        await portal.DraftAsync(new { slug = "long", title = "1", categoryId = await portal.CategoryAsync() });
        (await portal.Admin.PatchAsync("/v1/articles/long", new { title = "last" }, "*")).Expect(HttpStatusCode.OK);
        // As years of work leave them, all of them never public: one more than a turn takes.
        await portal.Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO article_versions (article_id, version, category_id, saved_at, changed, content, body)
                WITH RECURSIVE n (n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM n WHERE n <= @last)
                SELECT v.article_id, n.n, v.category_id, v.saved_at, v.changed, v.content, v.body FROM n CROSS JOIN article_versions v WHERE v.version = 1
                """, new { last = VersionPruner.VersionsInATurn }, default);
            return await session.ExecuteAsync("UPDATE articles SET latest_version = @last + 1", new { last = VersionPruner.VersionsInATurn }, default);
        }, default);

        async Task<long> LeftAsync() => await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM article_versions", null, default);
        await PruneAsync(portal);
        Assert.Equal(2, await LeftAsync()); // the working copy's, and the one beyond the turn
        (await portal.Admin.PatchAsync("/v1/articles/long", new { title = "more" }, "*")).Expect(HttpStatusCode.OK);
        await PruneAsync(portal); // to the end
        Assert.Equal(2, await LeftAsync());
        await PruneAsync(portal); // and from the beginning, where the former working copy is
        Assert.Equal(1, await LeftAsync());
        (await portal.Admin.GetAsync("/v1/articles/long?version=draft")).Expect(HttpStatusCode.OK);
    }

    private static Task PruneAsync(Portal portal) => portal.RunAsync<VersionPruner>();

    private static async Task<string> VersionsAsync(Portal portal, string address) =>
        string.Join(',', (await portal.Admin.GetAsync($"{address}/versions")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version")));
}
