using System.Globalization;
using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>An article shows its translations, so its tag and its time cover them: those the public sees, and no others.</summary>
public sealed class TranslationTagTests(Portals portals)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory, EachEngine]
    public async Task A_translation_that_goes_elsewhere_changes_the_tag_of_whom_it_leaves(Engine engine)
    {
        await using var portal = new Portal(engine); // a category of another test is in every tag
        var category = await portal.CategoryAsync();
        var (first, second) = (await PublishedAsync(portal, category, "zh-CN", null), await PublishedAsync(portal, category, "zh-CN", null));
        var translation = await PublishedAsync(portal, category, "en", first);
        var (left, joined) = (await ReadAsync(portal, first), await ReadAsync(portal, second));
        Assert.Contains(translation, left.Text, StringComparison.Ordinal);

        await portal.Admin.PatchAsync($"/v1/articles/{translation}", new { translationOf = second }, "*");
        Assert.Equal(left.ETag, (await ReadAsync(portal, first)).ETag); // not public yet
        (await portal.Admin.PostAsync($"/v1/articles/{translation}/publish")).Expect(HttpStatusCode.OK);

        var (after, other) = (await ReadAsync(portal, first), await ReadAsync(portal, second));
        Assert.DoesNotContain(translation, after.Text, StringComparison.Ordinal);
        Assert.NotEqual(left.ETag, after.ETag);
        Assert.Contains(translation, other.Text, StringComparison.Ordinal);
        Assert.NotEqual(joined.ETag, other.ETag);
    }

    [Theory, EachEngine]
    public async Task A_draft_translation_leaves_no_trace_in_what_the_public_is_answered(Engine engine)
    {
        await using var portal = new Portal(engine); // a category of another test is in every tag
        var category = await portal.CategoryAsync();
        var original = await PublishedAsync(portal, category, "zh-CN", null);
        var before = await ReadAsync(portal, original);

        var draft = (await portal.DraftAsync(Article(category, "en", original))).Id();
        await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { title = "Second", slug = Samples.Name("second") }, "*");
        await portal.Admin.DeleteAsync($"/v1/articles/{draft}", "*");
        await portal.Admin.DeleteAsync($"/v1/articles/{draft}?permanent=true", "*");

        var after = await ReadAsync(portal, original);
        Assert.Equal(before.Text, after.Text);
        foreach (var header in (string[])["ETag", "Cache-Control", "Vary"])
        {
            Assert.Equal(before.Headers[header], after.Headers[header]);
        }
        Assert.Equal(HttpStatusCode.NotModified, (await portal.Anonymous.GetAsync($"/v1/articles/{original}", ("If-None-Match", before.ETag!))).Status);
    }

    [Theory, EachEngine]
    public async Task A_translation_is_seen_in_the_others_by_the_very_next_read_when_it_is_published_and_when_it_is_withdrawn(Engine engine)
    {
        await using var portal = new Portal(engine); // a category of another test is in every tag
        var category = await portal.CategoryAsync();
        var original = await PublishedAsync(portal, category, "zh-CN", null);
        var draft = (await portal.DraftAsync(Article(category, "en", original))).Id();
        var alone = await ReadAsync(portal, original);
        var list = $"/v1/articles?ids={original}&include=translations";
        var listed = await portal.Anonymous.GetAsync(list);

        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish")).Expect(HttpStatusCode.OK);
        var both = await AgainAsync(portal, original, alone);
        Assert.Contains(draft, both.Text, StringComparison.Ordinal);
        var listedBoth = (await portal.Anonymous.GetAsync(list, ("If-None-Match", listed.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Contains(draft, listedBoth.Text, StringComparison.Ordinal);

        (await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { slug = Samples.Name("renamed") }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal(both.ETag, (await ReadAsync(portal, original)).ETag); // a pending slug is nobody's business
        (await portal.Admin.PostAsync($"/v1/articles/{draft}/publish")).Expect(HttpStatusCode.OK);
        var renamed = await AgainAsync(portal, original, both);

        (await portal.Admin.PostAsync($"/v1/articles/{draft}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        var after = await AgainAsync(portal, original, renamed);
        Assert.DoesNotContain(draft, after.Text, StringComparison.Ordinal);
        Assert.NotEqual(alone.ETag, after.ETag); // it is another time of last change
    }

    // Whoever asks with the tag of before is not told that nothing has changed.
    private static async Task<Answer> AgainAsync(Portal portal, string id, Answer before) =>
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}", ("If-None-Match", before.ETag!))).Expect(HttpStatusCode.OK);

    [Theory, EachEngine]
    public async Task Last_modified_is_the_last_change_of_the_article_or_of_its_translations(Engine engine)
    {
        var clock = new FakeTimeProvider(Start);
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(clock));
        var category = await portal.CategoryAsync();
        clock.Advance(Minute);
        var original = await PublishedAsync(portal, category, "zh-CN", null);
        clock.Advance(Minute);
        var translation = await PublishedAsync(portal, category, "en", original);
        clock.Advance(Minute);
        var shown = await ReadAsync(portal, original);
        Assert.Equal(Start + (2 * Minute), Changed(shown));

        (await portal.Admin.PostAsync($"/v1/articles/{translation}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        clock.Advance(Minute);
        var after = await ReadAsync(portal, original);
        Assert.NotEqual(shown.ETag, after.ETag);
        Assert.Equal(Start + (3 * Minute), Changed(after));
    }

    [Theory, EachEngine]
    public async Task Editors_of_two_languages_never_wait_for_each_other_in_a_circle(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var original = await PublishedAsync(portal, category, "zh-CN", null);
        var translation = await PublishedAsync(portal, category, "en", original);

        async Task EditAsync(string id)
        {
            for (var n = 0; n < Depth.Pick(10, 100); n++)
            {
                (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = $"题 {n}", slug = Samples.Name("s") }, "*")).Expect(HttpStatusCode.OK);
                (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
            }
        }
        await Task.WhenAll(EditAsync(original), EditAsync(translation));
    }

    private static object Article(string category, string locale, string? translationOf) =>
        new { title = "题", body = "<p>文</p>", categoryId = category, locale, translationOf };

    private static Task<string> PublishedAsync(Portal portal, string category, string locale, string? translationOf) =>
        portal.PublishedAsync(Article(category, locale, translationOf));

    private static async Task<Answer> ReadAsync(Portal portal, string id) =>
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);

    private static DateTimeOffset Changed(Answer answer) =>
        DateTimeOffset.Parse(answer.Headers["Last-Modified"], CultureInfo.InvariantCulture);
}
