using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Publishing;

public sealed class PublishingTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task The_public_sees_what_was_published_while_the_draft_moves_on(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var created = await portal.DraftAsync(new { title = "公布的", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{created.Id()}";

        var published = (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);
        var seen = (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
        await portal.Admin.PatchAsync(address, new { title = "改后的" }, seen.ETag);
        var still = (await portal.Anonymous.GetAsync(address, ("If-None-Match", seen.ETag!))).Expect(HttpStatusCode.NotModified);
        var pending = (await portal.Admin.GetAsync($"{address}?version=draft")).Expect(HttpStatusCode.OK);
        await portal.Admin.PostAsync($"{address}/publish");
        var next = (await portal.Anonymous.GetAsync(address, ("If-None-Match", seen.ETag!))).Expect(HttpStatusCode.OK);

        Assert.Equal("published", published.Json.Text("state"));
        Assert.Equal("公布的", seen.Json.Text("title"));
        Assert.False(seen.Json.TryGetProperty("bodySource", out _));
        Assert.Empty(still.Bytes);
        Assert.Equal("改后的", pending.Json.Text("title"));
        Assert.True(pending.Json.GetProperty("pending").GetBoolean());
        Assert.Equal("改后的", next.Json.Text("title"));
        Assert.Equal(seen.Json.Text("publishedAt"), next.Json.Text("publishedAt"));
        Assert.Equal("public, no-cache", seen.Headers["Cache-Control"]);
        Assert.Equal("Accept-Encoding, Authorization", seen.Headers["Vary"]);
    }

    [Theory, EachEngine]
    public async Task Publishing_again_unchanged_changes_nothing(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var before = await portal.Anonymous.GetAsync($"/v1/articles/{id}");

        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish", new { changeNote = "再来" })).Expect(HttpStatusCode.OK);

        var after = await portal.Anonymous.GetAsync($"/v1/articles/{id}");
        Assert.Equal(before.ETag, after.ETag);
        Assert.Equal(before.Text, after.Text);
    }

    [Theory, EachEngine]
    public async Task Nothing_is_published_while_a_picture_lacks_its_words(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new
        {
            title = "题",
            body = "<p><img src=\"/a.png\"><img src=\"/b.png\" alt=\"有\"><img src=\"/c.png\" data-decorative></p>",
            categoryId = await portal.CategoryAsync(),
        });
        var empty = await portal.DraftAsync(new { title = "空", categoryId = await portal.CategoryAsync() });

        (await portal.Admin.PostAsync($"/v1/articles/{created.Id()}/publish")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/body");
        (await portal.Admin.PostAsync($"/v1/articles/{empty.Id()}/publish")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/body");
        (await portal.Anonymous.GetAsync($"/v1/articles/{created.Id()}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EachEngine]
    public async Task Each_picture_without_words_is_named_by_its_place_be_it_the_cover_a_file_or_in_the_text(Engine engine)
    {
        var portal = portals.On(engine);
        var cover = await portal.UploadAsync(SampleImages.Jpeg(), "封面.jpg");
        var photo = await portal.UploadAsync(SampleImages.Png(), "现场.png");
        string[] attached =
        [
            await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf"),
            photo,
            await portal.UploadAsync(SampleImages.Png(), "有.png", ("alt", "图")),
            await portal.UploadAsync(SampleImages.Png(), "饰.png", ("decorative", "true")),
        ];
        var address = $"/v1/articles/{(await portal.DraftAsync(new
        {
            title = "题",
            body = $"<p><img src=\"/v1/attachments/{photo}/content\"></p>",
            categoryId = await portal.CategoryAsync(),
            coverId = cover,
            attachments = attached.Select(id => new { id }),
        })).Id()}";

        var refused = (await portal.Admin.PostAsync($"{address}/publish")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/body", "/coverId", "/attachments/1");
        Assert.All(refused.Json.GetProperty("errors").EnumerateArray(), error => Assert.Equal("alt_missing", error.Text("code")));
        (await portal.Admin.PatchAsync(address, new { body = $"<p><img src=\"/v1/attachments/{photo}/content\" alt=\"图\"></p>" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/attachments/{photo}", new { alt = "现场" }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/publish")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "not-ready", "/coverId");
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.PatchAsync($"/v1/attachments/{cover}", new { decorative = true }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/publish")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task What_is_withdrawn_is_gone_with_the_reason_and_without_the_note(Engine engine)
    {
        var portal = portals.On(engine);
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });

        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "whim" })).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/reason");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal", note = "secret note" })).Expect(HttpStatusCode.OK);

        var gone = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        Assert.Equal("legal", gone.Json.Text("reason"));
        Assert.EndsWith("+08:00", gone.Json.Text("withdrawnAt"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret note", gone.Text, StringComparison.Ordinal);
        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" })).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_former_slug_leads_to_the_present_one_after_publish_only(Engine engine)
    {
        var portal = portals.On(engine);
        var (old, present) = (Samples.Name("old"), Samples.Name("new"));
        var id = await portal.PublishedAsync(new { slug = old, title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });

        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { slug = present }, "*")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{old}")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync($"/v1/articles/{present}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);

        var moved = (await portal.Anonymous.GetAsync($"/v1/articles/{old}?fields=title")).Expect(HttpStatusCode.PermanentRedirect);
        Assert.Equal($"/v1/articles/{present}?fields=title", moved.Headers["Location"]);
        (await portal.Anonymous.GetAsync($"/v1/articles/{present}")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task The_trash_hides_and_gives_back_and_erasing_leaves_410(Engine engine)
    {
        var portal = portals.On(engine);
        var (slug, category) = (Samples.Name("trash"), await portal.CategoryAsync());
        var id = await portal.PublishedAsync(new { slug, title = "题", body = "<p>文</p>", categoryId = category, tags = new[] { Samples.Name("t")[..20] } });
        var address = $"/v1/articles/{id}";

        (await portal.Admin.DeleteAsync(address, null)).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        Assert.Equal("trashed", (await portal.Admin.DeleteAsync(address, "*")).Expect(HttpStatusCode.OK).Json.Text("state"));
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.Gone, "gone");
        (await portal.Admin.PatchAsync(address, new { title = "改" }, "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        (await portal.Admin.PostAsync($"{address}/publish")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        Assert.Equal("withdrawn", (await portal.Admin.PostAsync($"{address}/restore")).Expect(HttpStatusCode.OK).Json.Text("state"));
        (await portal.Admin.DeleteAsync($"{address}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);

        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.Gone, "gone");
        (await portal.Anonymous.GetAsync($"/v1/articles/{slug}")).ExpectProblem(HttpStatusCode.Gone, "gone");
        (await portal.Admin.GetAsync($"{address}?version=draft")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(0, (await portal.Anonymous.GetAsync($"/v1/categories/{category}")).Json.GetProperty("articleCount").GetInt32());
    }

    [Theory, EachEngine]
    public async Task Who_says_what_they_saw_publishes_withdraws_and_restores_nothing_else(Engine engine)
    {
        var portal = portals.On(engine);
        var seen = await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{seen.Id()}";
        var saved = (await portal.Admin.PatchAsync(address, new { title = "半句" }, seen.ETag)).Expect(HttpStatusCode.OK);
        var stale = ("If-Match", seen.ETag!);

        (await portal.Admin.PostAsync($"{address}/publish", null, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Anonymous.GetAsync(address)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.PostAsync($"{address}/publish", null, ("If-Match", saved.ETag!))).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/withdraw", new { reason = "error" }, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync(address, "*")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PostAsync($"{address}/restore", null, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
    }

    [Theory, EachEngine]
    public async Task A_draft_that_was_never_public_leaves_nothing(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() });

        (await portal.Admin.DeleteAsync($"/v1/articles/{created.Id()}?permanent=true", created.ETag)).Expect(HttpStatusCode.NoContent);

        (await portal.Anonymous.GetAsync($"/v1/articles/{created.Id()}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }
}
