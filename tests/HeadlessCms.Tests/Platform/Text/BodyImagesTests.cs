using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class BodyImagesTests
{
    private static readonly Guid[] Ids =
        [.. Enumerable.Range(1, 9).Select(n => Guid.Parse($"0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a1{n}"))];

    [Fact]
    public void Every_picture_is_listed_with_what_it_tells()
    {
        var images = BodyImages.In(
            """<img src="/a.jpg"><p><img src="/b.jpg" alt="乙"></p><img src="/c.jpg" alt="" data-decorative><img alt="" role="presentation">""");

        Assert.Equal(
            [
                new BodyImage(0, "/a.jpg", null, false),
                new BodyImage(1, "/b.jpg", "乙", false),
                new BodyImage(2, "/c.jpg", "", true),
                new BodyImage(3, null, "", true),
            ],
            images);
    }

    [Fact]
    public void A_body_without_pictures_lists_none() => Assert.Empty(BodyImages.In("<p>无图</p>"));

    [Fact]
    public void Attachments_are_found_wherever_they_are_shown_or_linked()
    {
        var html = $"""
            <img src="/v1/attachments/{Ids[0]}/content" srcset="/v1/attachments/{Ids[1]}/content?width=640 640w, /v1/attachments/{Ids[2]}/content 960w">
            <a href="/v1/attachments/{Ids[3]}/content">a</a><a href="https://cms.example/v1/attachments/{Ids[4]}/content#p2">b</a>
            <video src="/v1/attachments/{Ids[5]}/content" poster="/v1/attachments/{Ids[6]}/content"></video>
            <audio><source src="/v1/attachments/{Ids[7]}/content"></audio>
            <img src="/v1/attachments/{Ids[8].ToString().ToUpperInvariant()}/content?v=1&amp;width=320"><img src="/v1/attachments/{Ids[0]}/content">
            """;

        Assert.Equal(Ids, BodyImages.AttachmentIds(html).Order());
    }

    [Theory]
    [InlineData("<img src=\"/v1/attachments/none/content\">")]
    [InlineData("<img src=\"/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11\">")]
    [InlineData("<img src=\"/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11/contents\">")]
    [InlineData("<a href=\"/x?u=/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11/content\">a</a>")]
    [InlineData("<p>/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11/content</p>")]
    [InlineData("<p title=\"/v1/attachments/0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11/content\">a</p>")]
    public void Other_addresses_are_not_attachments(string html) => Assert.Empty(BodyImages.AttachmentIds(html));
}
