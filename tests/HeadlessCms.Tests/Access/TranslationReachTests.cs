using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>What a key that is limited to a category can say of, and learns of, translations elsewhere.</summary>
public sealed class TranslationReachTests
{
    [Theory, EachEngine]
    public async Task A_draft_elsewhere_cannot_be_named_as_the_original(Engine engine)
    {
        await using var portal = new Portal(engine); // tags tell of what others do
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var editor = await portal.WithinAsync(own);
        var original = (await portal.DraftAsync(new { title = "秘", body = "<p>文</p>", categoryId = elsewhere })).Id();
        var mine = (await portal.DraftAsync(new { title = "内", body = "<p>文</p>", categoryId = own })).Id();
        var before = (await portal.Admin.GetAsync($"/v1/articles/{original}?version=draft")).ETag;

        foreach (var answer in (Answer[])
        [
            await editor.PostAsync("/v1/articles", new { title = "Title", body = "<p>b</p>", categoryId = own, locale = "en", translationOf = original }),
            await editor.PatchAsync($"/v1/articles/{mine}", new { translationOf = original }, "*"),
        ])
        {
            answer.ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        }
        Assert.Equal(before, (await portal.Admin.GetAsync($"/v1/articles/{original}?version=draft")).ETag);

        // Whom it was given by others may go on with it, and learns nothing of the original.
        (await portal.Admin.PatchAsync($"/v1/articles/{mine}", new { translationOf = original, locale = "en" }, "*")).Expect(HttpStatusCode.OK);
        var written = (await editor.PatchAsync($"/v1/articles/{mine}", new { title = "内二" }, "*")).Expect(HttpStatusCode.OK);
        Assert.Empty(TranslationsOf(written));
        Assert.Equal([original], TranslationsOf(await portal.Admin.GetAsync($"/v1/articles/{mine}?version=draft")).Select(other => other.Id));
    }

    [Theory, EachEngine]
    public async Task Of_a_group_elsewhere_what_is_public_is_seen_and_followed_by_the_tag(Engine engine)
    {
        await using var portal = new Portal(engine); // tags tell of what others do
        var (own, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var editor = await portal.WithinAsync(own);
        var (open, secret, french) = (Samples.Name("open"), Samples.Name("secret"), Samples.Name("french"));
        var original = await portal.PublishedAsync(new { title = "外", slug = open, body = "<p>文</p>", categoryId = elsewhere });
        (await portal.Admin.PatchAsync($"/v1/articles/{original}", new { slug = secret }, "*")).Expect(HttpStatusCode.OK);
        var other = (await portal.DraftAsync(new { title = "Fr", slug = french, body = "<p>f</p>", categoryId = elsewhere, locale = "fr", translationOf = original })).Id();

        var made = (await editor.PostAsync("/v1/articles", new { title = "En", body = "<p>e</p>", categoryId = own, locale = "en", translationOf = original })).Expect(HttpStatusCode.Created);
        var path = $"/v1/articles/{made.Id()}";
        Assert.Equal([(original, open)], TranslationsOf(made));
        var seen = await editor.GetAsync($"{path}?version=draft");
        Assert.Equal((made.Text, made.ETag), (seen.Text, seen.ETag));
        foreach (var answer in (Answer[])[seen, await editor.GetAsync($"{path}?version=1"), await editor.GetAsync($"{path}/versions/1"), await editor.GetAsync("/v1/articles?state=all&include=translations")])
        {
            Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(french, answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal([(original, secret), (other, french)], TranslationsOf(await portal.Admin.GetAsync($"{path}?version=draft")).OrderBy(one => one.Id));
        (await editor.GetAsync($"{path}?version=draft", ("If-None-Match", seen.ETag!))).Expect(HttpStatusCode.NotModified);

        (await portal.Admin.PostAsync($"/v1/articles/{other}/publish")).Expect(HttpStatusCode.OK);
        var after = (await editor.GetAsync($"{path}?version=draft", ("If-None-Match", seen.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Equal([(original, open), (other, french)], TranslationsOf(after).OrderBy(one => one.Id));

        // What comes into the subtree is seen as its editors have it.
        (await portal.Admin.PatchAsync($"/v1/articles/{original}", new { categoryId = own }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"/v1/articles/{original}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        var last = (await editor.GetAsync($"{path}?version=draft", ("If-None-Match", after.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Contains((original, secret), TranslationsOf(last));
        (await editor.PatchAsync(path, new { title = "En 2" }, last.ETag)).Expect(HttpStatusCode.OK);
    }

    private static IEnumerable<(string Id, string Slug)> TranslationsOf(Answer article) =>
        article.Json.GetProperty("translations").EnumerateArray().Select(other => (other.Text("id")!, other.Text("slug")!));
}
