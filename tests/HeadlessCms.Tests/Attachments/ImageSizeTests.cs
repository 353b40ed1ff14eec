using System.Buffers.Binary;
using HeadlessCms.Attachments;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

public sealed class ImageSizeTests
{
    [Fact]
    public void The_size_is_read_from_every_format()
    {
        Assert.Equal(new ImageSize(3, 2), SizeOf(SampleImages.Jpeg(), "a.jpg"));
        Assert.Equal(new ImageSize(640, 480), SizeOf(SampleImages.Png(640, 480), "a.png"));
        Assert.Equal(new ImageSize(3, 2), SizeOf(SampleImages.Gif(), "a.gif"));
        Assert.Equal(new ImageSize(3, 2), SizeOf(SampleImages.WebpLossy(), "a.webp"));
        Assert.Equal(new ImageSize(3, 2), SizeOf(SampleImages.WebpLossless(), "a.webp"));
        Assert.Equal(new ImageSize(400, 300), SizeOf(SampleImages.WebpExtended(), "a.webp"));
        Assert.Equal(new ImageSize(2, 2), SizeOf(SampleImages.Avif(), "a.avif"));
    }

    [Fact]
    public void Other_files_have_no_size() => Assert.Null(SizeOf(SampleFiles.Pdf(), "a.pdf"));

    [Theory]
    [InlineData(1, 3, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(5, 2, 3)]
    [InlineData(6, 2, 3)]
    [InlineData(8, 2, 3)]
    [InlineData(9, 3, 2)]
    public void A_photo_is_as_wide_as_it_is_shown(int orientation, int width, int height) =>
        Assert.Equal(new ImageSize(width, height), SizeOf(SampleImages.JpegTurned(orientation), "a.jpg"));

    [Fact]
    public void An_avif_image_has_the_size_of_its_primary_item_after_turning() =>
        Assert.Equal(new ImageSize(30, 40), SizeOf(SampleImages.AvifTurned(), "a.avif"));

    [Theory]
    [InlineData(16_384, 1, true)]
    [InlineData(10_000, 5_000, true)]
    [InlineData(16_385, 1, false)]
    [InlineData(10_000, 5_001, false)]
    [InlineData(30_000, 30_000, false)]
    [InlineData(0, 10, false)]
    [InlineData(-1, -1, false)]
    public void An_image_that_claims_too_much_is_refused(int width, int height, bool bearable)
    {
        var inspection = Inspect(SampleImages.PngHeaderOnly(width, height), "a.png");

        Assert.Equal(bearable ? null : MediaFault.Dimensions, inspection.Fault);
    }

    [Fact]
    public void A_page_behind_the_end_of_an_image_is_refused()
    {
        (byte[] Image, string Name)[] images =
        [
            (SampleImages.Jpeg(), "a.jpg"), (SampleImages.Png(), "a.png"), (SampleImages.Gif(), "a.gif"),
            (SampleImages.WebpLossy(), "a.webp"),
        ];

        Assert.All(images, image => Assert.Equal(
            MediaFault.HiddenMarkup,
            Inspect([.. image.Image, .. new byte[32 * 1024 - 5], .. "<script>"u8], image.Name).Fault));
        Assert.False(Inspect([.. SampleImages.Avif(), .. SampleFiles.Html()], "a.avif").IsAccepted);
    }

    [Fact]
    public void A_second_picture_behind_the_first_as_phones_write_it_is_accepted() =>
        Assert.True(Inspect([.. SampleImages.Jpeg(), .. SampleImages.Jpeg()], "a.jpg").IsAccepted);

    [Fact]
    public void A_chunk_that_claims_gigabytes_is_not_believed()
    {
        var png = SampleImages.Png();
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(33), 0x7FFFFFFF);

        Assert.Equal(MediaFault.Damage, Inspect(png, "a.png").Fault);
    }

    private static ImageSize? SizeOf(byte[] bytes, string name)
    {
        var inspection = Inspect(bytes, name);
        Assert.Equal("", inspection.Detail);
        return inspection.Size;
    }

    private static MediaInspection Inspect(byte[] bytes, string name) =>
        MediaTypes.Inspect(new MemoryStream(bytes), name, declaredType: null);
}
