using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Files;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

public sealed class AttachmentTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_photo_comes_back_byte_for_byte_with_what_was_said_of_it(Engine engine)
    {
        var portal = portals.On(engine);
        var photo = SampleImages.Jpeg();

        var created = (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(
            photo, "会场.jpg", "image/jpeg", ("alt", "会场全景"), ("caption", "推进大会"), ("credit", "王亭川 摄")))).Expect(HttpStatusCode.Created);
        var content = (await portal.Admin.GetAsync(created.Json.Text("url")!)).Expect(HttpStatusCode.OK);

        Assert.Equal($"/v1/attachments/{created.Id()}", created.Headers["Location"]);
        Assert.Equal("image/jpeg", created.Json.Text("mediaType"));
        Assert.Equal("会场全景", created.Json.Text("alt"));
        Assert.Equal("王亭川 摄", created.Json.Text("credit"));
        Assert.Equal(photo.Length, created.Json.GetProperty("size").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(photo)), created.Json.Text("sha256"));
        Assert.True(created.Json.GetProperty("width").GetInt32() > 0);
        Assert.Equal(photo, content.Bytes);
        Assert.Equal("image/jpeg", content.Headers["Content-Type"]);
        Assert.Equal("nosniff", content.Headers["X-Content-Type-Options"]);
        Assert.Contains("sandbox", content.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("filename*=UTF-8''%E4%BC%9A%E5%9C%BA.jpg", content.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.StartsWith("inline", content.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal($"\"sha256-{created.Json.Text("sha256")}\"", content.ETag);
    }

    [Theory, EachEngine]
    public async Task A_file_is_public_only_while_a_public_article_uses_it(Engine engine)
    {
        var portal = portals.On(engine);
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "附件.pdf");
        var cover = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var inBody = await portal.UploadAsync(SampleImages.Png(), "文中.png", ("alt", "图"));
        string[] all = [file, cover, inBody];
        async Task ExpectAsync(HttpStatusCode status)
        {
            foreach (var id in all)
            {
                Assert.Equal(status, (await portal.Anonymous.GetAsync($"/v1/attachments/{id}")).Status);
                Assert.Equal(status, (await portal.Anonymous.GetAsync($"/v1/attachments/{id}/content")).Status);
            }
        }

        await ExpectAsync(HttpStatusCode.NotFound);
        var draft = await portal.DraftAsync(new
        {
            title = "题",
            body = $"<p><img src=\"/v1/attachments/{inBody}/content\" alt=\"图\"></p>",
            categoryId = await portal.CategoryAsync(),
            coverId = cover,
            attachments = new[] { new { id = file } },
        });
        await ExpectAsync(HttpStatusCode.NotFound);
        (await portal.Admin.PostAsync($"/v1/articles/{draft.Id()}/publish")).Expect(HttpStatusCode.OK);
        await ExpectAsync(HttpStatusCode.OK);

        var article = (await portal.Anonymous.GetAsync($"/v1/articles/{draft.Id()}")).Json;
        Assert.Equal(cover, article.GetProperty("cover").Text("id"));
        Assert.Equal("附件.pdf", article.GetProperty("attachments")[0].Text("fileName"));
        Assert.Equal("related", article.GetProperty("attachments")[0].Text("role"));
        (await portal.Admin.DeleteAsync($"/v1/attachments/{file}", "*")).ExpectProblem(HttpStatusCode.Conflict, "conflict");
        Assert.Equal(["related"], (await portal.Admin.GetAsync($"/v1/attachments/{file}/usage")).Json.GetProperty("items").EnumerateArray().Select(use => use.Text("role")));
        (await portal.Admin.PostAsync($"/v1/articles/{draft.Id()}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);
        await ExpectAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [EachEngine("bytes=0-3", 206, "bytes 0-3/", 4)]
    [EachEngine("bytes=-4", 206, "bytes ", 4)]
    [EachEngine("bytes=2-", 206, "bytes 2-", -2)]
    [EachEngine("bytes=999999-", 416, "bytes */", 0)]
    public async Task Ranges_are_answered_as_RFC_9110_says(Engine engine, string range, int status, string contentRange, int length)
    {
        var portal = portals.On(engine);
        var pdf = SampleFiles.Pdf();
        var id = await portal.UploadAsync(pdf, "文.pdf");

        var answer = await portal.Admin.GetAsync($"/v1/attachments/{id}/content", ("Range", range));

        Assert.Equal(status, (int)answer.Status);
        Assert.StartsWith(contentRange, answer.Headers["Content-Range"], StringComparison.Ordinal);
        if (status == 206)
        {
            var expected = length < 0 ? pdf[-length..] : range.StartsWith("bytes=-", StringComparison.Ordinal) ? pdf[^length..] : pdf[..length];
            Assert.Equal(expected, answer.Bytes);
        }
        else
        {
            Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        }
        var whole = await portal.Admin.GetAsync($"/v1/attachments/{id}/content", ("Range", "bytes=0-3"), ("If-Range", "\"other\""));
        Assert.Equal(pdf, whole.Expect(HttpStatusCode.OK).Bytes);
        var head = await portal.Admin.SendAsync(HttpMethod.Head, $"/v1/attachments/{id}/content", null);
        Assert.Equal($"{pdf.Length}", head.Expect(HttpStatusCode.OK).Headers["Content-Length"]);
        Assert.Empty(head.Bytes);
        (await portal.Admin.GetAsync($"/v1/attachments/{id}/content", ("If-None-Match", head.ETag!))).Expect(HttpStatusCode.NotModified);
    }

    [Theory, EachEngine]
    public async Task What_is_not_what_it_says_is_refused_and_leaves_nothing(Engine engine)
    {
        await using var portal = new Portal(engine);
        foreach (var (bytes, name, declared) in new (byte[], string, string?)[]
        {
            (SampleImages.Png(), "图.pdf", null),
            (SampleFiles.Svg(), "图.svg", "image/svg+xml"),
            (SampleFiles.Svg(), "图.png", null),
            (SampleFiles.Html(), "页.html", "text/html"),
            (SampleFiles.Html(), "页.txt", null),
            (SampleFiles.Exe(), "程序.exe", null),
            (SampleFiles.Pdf(), "文.pdf", "image/png"),
        })
        {
            (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(bytes, name, declared)))
                .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        }

        await ExpectNothingAsync(portal);
    }

    [Theory, EachEngine]
    public async Task An_upload_cut_off_in_the_middle_leaves_nothing(Engine engine)
    {
        await using var portal = new Portal(engine);
        var whole = await Uploads.Form(SampleFiles.Pdf(), "文.pdf").ReadAsByteArrayAsync();
        var boundary = Encoding.ASCII.GetString(whole)[2..].Split('\r')[0];
        using var cut = new ByteArrayContent(whole[..(whole.Length / 2)]);
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");

        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", cut)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "");

        await ExpectNothingAsync(portal);
    }

    [Theory, EachEngine]
    public async Task Every_fault_of_a_form_is_named(Engine engine)
    {
        var portal = portals.On(engine);
        using var form = Uploads.Form(SampleFiles.Pdf(), "文.pdf", null, ("alt", new string('长', 501)), ("nope", "1"), ("decorative", "maybe"));
        using var without = new MultipartFormDataContent { { new StringContent("x"), "alt" } };
        using var withoutAndWrong = new MultipartFormDataContent { { new StringContent("1"), "nope" }, { new StringContent("maybe"), "decorative" } };
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");

        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", form)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/alt", "/nope", "/decorative");
        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleFiles.Pdf(), "文.pdf", null, ("alt", new string('长', 501)))))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/alt");
        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", without)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/file");
        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", withoutAndWrong)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/file", "/nope", "/decorative");
        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", json)).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await portal.Anonymous.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleFiles.Pdf(), "文.pdf"))).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory, EachEngine]
    public async Task Too_much_is_413_and_leaves_nothing(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:MaximumUploadBytes"] = "100" });

        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(new byte[101], "文.pdf")))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");

        await ExpectNothingAsync(portal);
    }

    [Theory, EachEngine]
    public async Task The_same_bytes_lie_once_under_many_names_and_go_when_nothing_names_them(Engine engine)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        await using var portal = new Portal(engine, services: services => services.AddSingleton<TimeProvider>(clock));
        var first = await portal.UploadAsync(SampleFiles.Pdf(), "一.pdf");
        var second = await portal.UploadAsync(SampleFiles.Pdf(), "二.pdf");

        Assert.Single(await FilesAsync(portal));
        (await portal.Admin.DeleteAsync($"/v1/attachments/{first}", "*")).Expect(HttpStatusCode.NoContent);
        clock.Advance(TimeSpan.FromHours(25));
        await portal.RunAsync<OrphanSweeper>();
        (await portal.Admin.GetAsync($"/v1/attachments/{second}/content")).Expect(HttpStatusCode.OK);
        (await portal.Admin.DeleteAsync($"/v1/attachments/{second}", "*")).Expect(HttpStatusCode.NoContent);
        await portal.RunAsync<OrphanSweeper>();
        Assert.Empty(await FilesAsync(portal));
    }

    [Theory, EachEngine]
    public async Task What_is_said_of_a_file_changes_under_If_Match_and_shows_at_once(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "旧"));
        var article = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync(), coverId = id });
        var before = await portal.Anonymous.GetAsync($"/v1/articles/{article}");
        var file = await portal.Admin.GetAsync($"/v1/attachments/{id}");

        (await portal.Admin.PatchAsync($"/v1/attachments/{id}", new { alt = "新" }, null)).ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        (await portal.Admin.PatchAsync($"/v1/attachments/{id}", new { alt = "新" }, "\"other\"")).ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        (await portal.Admin.PatchAsync($"/v1/attachments/{id}", new { fileName = "图.pdf" }, file.ETag)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/fileName");
        (await portal.Admin.PatchAsync($"/v1/attachments/{id}", new { alt = "新" }, file.ETag)).Expect(HttpStatusCode.OK);

        var after = (await portal.Anonymous.GetAsync($"/v1/articles/{article}", ("If-None-Match", before.ETag!))).Expect(HttpStatusCode.OK);
        Assert.Equal("新", after.Json.GetProperty("cover").Text("alt"));
    }

    [Theory, EachEngine]
    public async Task The_list_filters_and_walks(Engine engine)
    {
        await using var portal = new Portal(engine);
        var pdf = await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf");
        var jpeg = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg");
        var png = await portal.UploadAsync(SampleImages.Png(), "图.png");
        await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync(), coverId = png });

        (await portal.Anonymous.GetAsync("/v1/attachments")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal([png, jpeg, pdf], await portal.Admin.WalkAsync("/v1/attachments?limit=2"));
        Assert.Equal([png, jpeg], (await portal.Admin.GetAsync("/v1/attachments?mediaType=image/*")).Ids());
        Assert.Equal([pdf], (await portal.Admin.GetAsync("/v1/attachments?mediaType=application/pdf")).Ids());
        Assert.Equal([jpeg, pdf], (await portal.Admin.GetAsync("/v1/attachments?unused=true")).Ids());
        Assert.Equal(3, (await portal.Admin.GetAsync("/v1/attachments?count=true&limit=1")).Json.GetProperty("total").GetInt32());
    }

    private static async Task ExpectNothingAsync(Portal portal)
    {
        Assert.Empty(await FilesAsync(portal));
        Assert.Empty((await portal.Admin.GetAsync("/v1/attachments")).Ids());
        Assert.Equal(0, await portal.Database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM blobs", null, default), default));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(portal.DataDirectory, "blobs"), "*", SearchOption.AllDirectories));
    }

    private static async Task<List<StoredFile>> FilesAsync(Portal portal)
    {
        var files = new List<StoredFile>();
        await foreach (var file in portal.Services.GetRequiredService<FileStore>().EnumerateAsync(CancellationToken.None))
        {
            files.Add(file);
        }
        return files;
    }
}
