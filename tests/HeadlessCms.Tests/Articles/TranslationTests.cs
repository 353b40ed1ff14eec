using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>Languages are one name each, and a group of translations has one article in each.</summary>
public sealed class TranslationTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_language_is_found_and_shown_in_its_usual_case_however_it_is_written(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(Article(category, "zh-hant-tw", null));

        Assert.Equal("zh-Hant-TW", (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("locale"));
        Assert.Equal([id], (await portal.Anonymous.GetAsync($"/v1/articles?category={category}&locale=ZH-HANT-tw")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_second_translation_into_a_language_is_refused_and_names_the_first(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var original = await portal.PublishedAsync(Article(category, "zh-CN", null));
        var english = await portal.PublishedAsync(Article(category, "en", original));

        var refused = (await portal.Admin.PostAsync("/v1/articles", Article(category, "EN", original))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/locale");
        Assert.Contains(english, refused.Text, StringComparison.Ordinal);
        (await portal.Admin.PostAsync("/v1/articles", Article(category, "zh-cn", english))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/locale");
        var french = (await portal.DraftAsync(Article(category, "fr", original))).Id();
        (await portal.Admin.PatchAsync($"/v1/articles/{french}", new { locale = "en" }, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/locale");
        (await portal.Admin.PatchAsync($"/v1/articles/{original}", new { locale = "en" }, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/locale");

        // As long as the public sees it there, it is there.
        (await portal.Admin.PatchAsync($"/v1/articles/{english}", new { translationOf = (string?)null }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{french}", new { locale = "en" }, "*")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/locale");
        (await portal.Admin.PostAsync($"/v1/articles/{english}/publish")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{french}", new { locale = "en" }, "*")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_time_that_no_zone_can_write_is_refused(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        foreach (var time in (string[])["9999-12-31T23:59:59Z", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z"])
        {
            (await portal.Admin.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = category, publishedAt = time }))
                .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/publishedAt");
            (await portal.Anonymous.GetAsync($"/v1/articles?publishedBefore={time.Replace("+", "%2B", StringComparison.Ordinal)}"))
                .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "publishedBefore");
        }
        var last = await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category, publishedAt = "9998-12-31T15:59:59Z" });
        Assert.Equal("9998-12-31T23:59:59+08:00", last.Json.Text("publishedAt"));
    }

    private static object Article(string category, string locale, string? translationOf) =>
        new { title = "题", body = "<p>文</p>", categoryId = category, locale, translationOf };
}
