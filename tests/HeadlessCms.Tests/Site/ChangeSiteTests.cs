using System.Net;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Site;

public sealed class ChangeSiteTests
{
    [Theory, EachEngine]
    public async Task Another_template_is_another_address_everywhere_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await portal.PublishedAsync(new { slug = "story", title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), publishedAt = "2021-04-20T04:11:00+08:00" });
        string[] paths = [$"/v1/articles/{id}", "/v1/articles?limit=1", $"/v1/articles/{id}/qr.svg", $"/v1/articles/{id}/head"];
        var before = await Task.WhenAll(paths.Select(path => portal.Anonymous.GetAsync(path)));
        var site = (await portal.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        var draft = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK);

        var changed = (await portal.Admin.PatchAsync("/v1/site", new { articleUrlTemplate = "https://news.example.cn/{yyyy}/{MM}/{dd}/{categoryPath}/{slug}" }, site.ETag)).Expect(HttpStatusCode.OK);

        for (var n = 0; n < paths.Length; n++)
        {
            var after = (await portal.Anonymous.GetAsync(paths[n], ("If-None-Match", before[n].ETag!))).Expect(HttpStatusCode.OK);
            Assert.NotEqual(before[n].Text, after.Text);
        }
        var url = (await portal.Anonymous.GetAsync(paths[0])).Json.Text("url")!;
        Assert.StartsWith("https://news.example.cn/2021/04/20/", url, StringComparison.Ordinal);
        Assert.EndsWith("/story", url, StringComparison.Ordinal);
        Assert.Contains(url, (await portal.Anonymous.GetAsync(paths[3])).Text, StringComparison.Ordinal);
        Assert.Equal(changed.ETag, (await portal.Anonymous.GetAsync("/v1/site")).ETag);
        Assert.NotEqual(site.ETag, changed.ETag);
        Assert.Equal("www.example.gov.cn", changed.Json.Text("domain"));
        // It is the site that changed, not the article: no editor is sent away.
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "改" }, draft.ETag)).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Another_zone_is_another_offset_of_the_same_instants(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), publishedAt = "2021-04-20T04:11:00+08:00" });

        (await portal.Admin.PatchAsync("/v1/site", new { timeZone = "America/New_York" }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal("2021-04-19T16:11:00-04:00", (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("publishedAt"));

        // Another process on the same database changes it; this one follows with its very next read.
        string[] paths = [$"/v1/articles/{id}", "/v1/audit", "/v1/attachments", $"/v1/articles/{id}/versions", "/v1/changes?full=true", "/v1/keys"];
        await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf");
        await portal.Admin.PostAsync("/v1/keys", new { name = "k", scopes = new[] { "drafts:read" } });
        var hours = 0;
        foreach (var path in paths)
        {
            await MoveAsync(portal, ++hours);
            var text = (await portal.Admin.GetAsync(path)).Expect(HttpStatusCode.OK).Text;
            Assert.True(text.Contains($"+0{hours}:00\"", StringComparison.Ordinal), $"{path}: {text}");
            Assert.DoesNotContain("-04:00", text, StringComparison.Ordinal);
        }
    }

    [Theory, EachEngine]
    public async Task Days_of_views_are_the_zones_of_the_site_from_the_very_next_view_and_read_on(Engine engine)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 22, 30, 0, TimeSpan.Zero)); // the 24th in Shanghai, and from UTC+2 on
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = await portal.ArticleAsync();
        (await portal.Admin.PatchAsync("/v1/site", new { name = "站" }, "*")).Expect(HttpStatusCode.OK);
        await portal.ViewAsync(id, 1);

        await MoveAsync(portal, 1);
        await portal.ViewAsync(id, 1);
        Assert.Equal(["2026-11-23=1"], (await portal.ViewsOfAsync(id)).Days()); // the range ends with the day that it is there
        await MoveAsync(portal, 2);
        Assert.Equal(["2026-11-23=1", "2026-11-24=1"], (await portal.ViewsOfAsync(id)).Days());
    }

    // As another instance does it, which this one hears nothing of.
    private static Task MoveAsync(Portal portal, int hours) => portal.Database.WriteAsync(
        session => session.ExecuteAsync(
            $"UPDATE site SET time_zone = 'Etc/GMT-{hours}'; UPDATE revisions SET value = value + 1 WHERE name = 'site'", null, default), default);

    [Theory, EachEngine]
    public async Task Every_fault_is_named_and_nothing_changed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var before = await portal.Anonymous.GetAsync("/v1/site");
        (object Patch, string[] Places)[] cases =
        [
            (new { name = "", domain = "https://x.cn", siteIdCode = "12", timeZone = "Mars/Olympus", defaultLocale = "中文", articleUrlTemplate = "ftp://x/{slug}" },
                ["/name", "/domain", "/siteIdCode", "/timeZone", "/defaultLocale", "/articleUrlTemplate"]),
            (new { name = (string?)null, more = 1 }, ["/name", "/more"]),
            (new { timeZone = (string?)null }, ["/timeZone"]),
            (new { timeZone = "../etc/passwd" }, ["/timeZone"]),
            (new { timeZone = "China Standard Time" }, ["/timeZone"]),
            (new { timeZone = "UTC+12" }, ["/timeZone"]), // Windows', as the next two are of one machine
            (new { timeZone = "localtime" }, ["/timeZone"]),
            (new { timeZone = "posix/Asia/Shanghai" }, ["/timeZone"]),
            (new { articleUrlTemplate = "https://www.example.cn/{year}/{slug}" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "https://www.example.cn/{slug" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "/{slug}" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "javascript://x/{slug}" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "https://{slug}.example.cn/" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "https://me:pw@www.example.cn/{slug}" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "https://www.example.cn/\"><script>/{slug}" }, ["/articleUrlTemplate"]),
            (new { articleUrlTemplate = "https://www.example.cn/{categorySlug}" }, ["/articleUrlTemplate"]),
            (new { logo = Guid.Empty }, ["/logo"]),
            (new { logo = await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf") }, ["/logo"]),
            (new { logo = "x" }, ["/logo"]),
        ];

        foreach (var (patch, places) in cases)
        {
            (await portal.Admin.PatchAsync("/v1/site", patch, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", places);
        }
        (await portal.Admin.PatchAsync("/v1/site", new { name = "新" }, null)).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        (await portal.Admin.PatchAsync("/v1/site", new { name = "新" }, "\"stale\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Anonymous.PatchAsync("/v1/site", new { name = "新" }, "*")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        var after = await portal.Anonymous.GetAsync("/v1/site");
        Assert.Equal(before.Text, after.Text);
        Assert.Equal(before.ETag, after.ETag);
        var unchanged = (await portal.Admin.PatchAsync("/v1/site", new { timeZone = "Asia/Shanghai" }, before.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal(before.ETag, unchanged.ETag);
    }

    [Theory, EachEngine]
    public async Task The_logo_is_public_with_the_site_and_every_change_is_on_the_trail(Engine engine)
    {
        await using var portal = new Portal(engine);
        var logo = await portal.UploadAsync(SampleImages.Jpeg(), "logo.jpg", ("alt", "标"));
        (await portal.Anonymous.GetAsync($"/v1/attachments/{logo}/content")).ExpectProblem(HttpStatusCode.NotFound, "not-found");

        var changed = (await portal.Admin.PatchAsync("/v1/site", new { logo, siteIdCode = "3205000001", description = "苏州" }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal(logo, changed.Json.Text("logo"));
        (await portal.Anonymous.GetAsync($"/v1/attachments/{logo}/content")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/attachments/{logo}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.PatchAsync("/v1/site", new { logo = (string?)null }, changed.ETag)).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/attachments/{logo}/content")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        var trail = (await portal.Admin.GetAsync("/v1/audit?targetType=site")).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(["site.update", "site.update"], trail.EnumerateArray().Select(entry => entry.Text("action")));
        Assert.Equal("3205000001", trail[1].GetProperty("after").Text("siteIdCode"));
    }
}
