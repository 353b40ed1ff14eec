using System.Net;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Previews;

public sealed class PreviewedFilesTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task The_files_of_the_previewed_version_can_be_seen_and_no_others(Engine engine)
    {
        var portal = portals.On(engine);
        var (cover, inText, related, later) = (await PictureAsync(portal), await PictureAsync(portal), await PictureAsync(portal), await PictureAsync(portal));
        var category = await portal.CategoryAsync();
        var secret = Samples.Name("secret");
        var original = (await portal.DraftAsync(new { slug = secret, title = "原", categoryId = category })).Id();
        var id = (await portal.DraftAsync(new
        {
            title = "题",
            locale = "en",
            translationOf = original,
            body = $"<p><img src=\"/v1/attachments/{inText}/content\" srcset=\"/v1/attachments/{inText}/content?width=320 320w\" alt=\"图\"><img src=\"https://elsewhere.example/v1/attachments/{inText}/content\" alt=\"他\"></p>",
            categoryId = category,
            coverId = cover,
            attachments = new[] { new { id = related } },
        })).Id();
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { coverId = later }, "*")).Expect(HttpStatusCode.OK);
        var preview = (await portal.Admin.PostAsync($"/v1/articles/{id}/previews", new { version = 1 })).Expect(HttpStatusCode.Created);

        var shown = (await portal.Anonymous.GetAsync(preview.Json.Text("url")!)).Expect(HttpStatusCode.OK);
        var addresses = Regex.Matches(shown.Text, "(?<![a-z])/v1/attachments/[^\"\\\\\\s]+").Select(match => WebUtility.HtmlDecode(match.Value)).ToList();

        Assert.Equal(4, addresses.Count);
        Assert.Contains($"https://elsewhere.example/v1/attachments/{inText}/content\\\"", shown.Text, StringComparison.Ordinal);
        foreach (var address in addresses.Where(address => !address.Contains("width", StringComparison.Ordinal)))
        {
            var bytes = (await portal.Anonymous.GetAsync(address)).Expect(HttpStatusCode.OK);
            Assert.Equal("no-store, private", bytes.Headers["Cache-Control"]);
            Assert.Equal("noindex", bytes.Headers["X-Robots-Tag"]);
            (await portal.Anonymous.GetAsync(address.Split('?')[0])).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }
        Assert.Contains(addresses, address => address.EndsWith($"/content?width=320&preview={preview.Json.Text("token")}", StringComparison.Ordinal));
        (await portal.Anonymous.GetAsync($"/v1/attachments/{later}/content?preview={preview.Json.Text("token")}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        (await portal.Anonymous.GetAsync($"/v1/attachments/{original}/content?preview={preview.Json.Text("token")}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        (await portal.Anonymous.GetAsync($"/v1/attachments/{cover}/content?preview=forged")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        Assert.DoesNotContain(secret, shown.Text, StringComparison.Ordinal); // a draft's translation is a draft too
        (await portal.Anonymous.GetAsync($"/v1/articles/{original}?preview={preview.Json.Text("token")}")).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
        foreach (var path in (string[])["", "/neighbours", "/related", "/head", "/views", "/versions"])
        {
            var answer = await portal.Anonymous.GetAsync($"/v1/articles/{original}{path}?preview={preview.Json.Text("token")}");
            Assert.NotEqual(HttpStatusCode.OK, answer.Status);
        }
        (await portal.Admin.DeleteAsync($"/v1/articles/{id}/previews/{preview.Id()}", null)).Expect(HttpStatusCode.NoContent);
        (await portal.Anonymous.GetAsync(addresses[0])).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
    }

    private static Task<string> PictureAsync(Portal portal) => portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
}
