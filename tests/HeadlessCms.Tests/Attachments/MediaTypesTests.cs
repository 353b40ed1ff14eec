using HeadlessCms.Attachments;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

public sealed class MediaTypesTests
{
    private static readonly Dictionary<string, byte[]> _samples = new()
    {
        [".jpg"] = SampleImages.Jpeg(),
        [".jpeg"] = SampleImages.JpegTurned(orientation: 6),
        [".png"] = SampleImages.Png(),
        [".webp"] = SampleImages.WebpLossy(),
        [".gif"] = SampleImages.Gif(),
        [".avif"] = SampleImages.Avif(),
        [".pdf"] = SampleFiles.Pdf(),
        [".ofd"] = SampleFiles.Ofd(),
        [".doc"] = SampleFiles.Doc(),
        [".xls"] = SampleFiles.Xls(),
        [".ppt"] = SampleFiles.Ppt(),
        [".wps"] = SampleFiles.Doc(),
        [".et"] = SampleFiles.Xls(),
        [".dps"] = SampleFiles.Ppt(),
        [".docx"] = SampleFiles.Docx(),
        [".xlsx"] = SampleFiles.Xlsx(),
        [".pptx"] = SampleFiles.Pptx(),
        [".txt"] = SampleFiles.Text(),
        [".csv"] = SampleFiles.Gb18030Text(),
        [".zip"] = SampleFiles.Zip("readme.txt"),
        [".rar"] = SampleFiles.Rar(),
        [".7z"] = SampleFiles.SevenZip(),
        [".mp3"] = SampleFiles.Mp3WithTag(),
        [".m4a"] = SampleFiles.M4a(),
        [".mp4"] = SampleFiles.Mp4(),
        [".webm"] = SampleFiles.Webm(),
    };

    public static TheoryData<string> Extensions => [.. MediaTypes.Accepted.SelectMany(type => type.Extensions)];

    /// <summary>Half of the others is whole, or not told from a whole one without unpacking it.</summary>
    public static TheoryData<string> ExtensionsOfFormatsWithAnEnd =>
        [.. _samples.Keys.Except([".txt", ".csv", ".rar", ".7z", ".mp3", ".webm"])];

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Every_accepted_type_is_known_by_its_content(string extension)
    {
        var inspection = Inspect(_samples[extension], "公告" + extension);

        Assert.Equal("", inspection.Detail);
        Assert.Contains(extension, inspection.Accepted!.Extensions);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void No_type_is_taken_for_another(string extension)
    {
        var type = MediaTypes.Accepted.Single(type => type.Extensions.Contains(extension));
        var others = MediaTypes.Accepted.Where(other => !other.Kinds.Intersect(type.Kinds).Any()).SelectMany(other => other.Extensions);

        Assert.All(others, other => Assert.Equal(MediaFault.Disagreement, Inspect(_samples[extension], "a" + other).Fault));
    }

    [Theory]
    [MemberData(nameof(ExtensionsOfFormatsWithAnEnd))]
    public void A_file_that_is_cut_off_is_refused_as_damaged(string extension)
    {
        var sample = _samples[extension];

        Assert.Equal(MediaFault.Damage, Inspect(sample[..(sample.Length / 2)], "a" + extension).Fault);
    }

    [Theory]
    [InlineData("a.JPG", "image/jpg")]
    [InlineData("a.jpg", "IMAGE/JPEG; q=1")]
    [InlineData("a.jpg", null)]
    [InlineData("a.jpg", "")]
    [InlineData("a.jpg", "application/octet-stream")]
    [InlineData("a.zip", "application/x-zip-compressed")]
    [InlineData("a.csv", "text/plain; charset=gbk")]
    [InlineData("a.csv", "application/vnd.ms-excel")]
    [InlineData("a.docx", "application/wps-office.docx")]
    public void What_browsers_commonly_declare_is_understood(string name, string? declared) =>
        Assert.True(Inspect(_samples[Path.GetExtension(name).ToLowerInvariant()], name, declared).IsAccepted);

    [Fact]
    public void A_refusal_says_what_each_witness_said()
    {
        var inspection = Inspect(SampleImages.Png(), "report.PDF", "application/pdf");

        Assert.False(inspection.IsAccepted);
        Assert.Equal(MediaFault.Disagreement, inspection.Fault);
        Assert.Equal(
            "Content, name and declared type must agree. "
            + "The content is a PNG image, the name ends in .pdf, declared is application/pdf.",
            inspection.Detail);
    }

    [Fact]
    public void A_declared_type_that_disagrees_is_refused() =>
        Assert.Equal(MediaFault.Disagreement, Inspect(SampleImages.Png(), "a.png", "image/jpeg").Fault);

    [Theory]
    [InlineData("a.svg")]
    [InlineData("a.html")]
    [InlineData("a.xml")]
    [InlineData("a.js")]
    [InlineData("a.exe")]
    [InlineData("a.pdf.exe")]
    [InlineData("pdf")]
    [InlineData("a.")]
    public void A_name_that_is_not_listed_is_refused_whatever_is_inside(string name) =>
        Assert.Equal(MediaFault.Unlisted, Inspect(SampleFiles.Text(), name).Fault);

    [Fact]
    public void Pages_and_programs_are_refused_under_any_name()
    {
        byte[][] bad =
        [
            SampleFiles.Html(), SampleFiles.Svg(), SampleFiles.Exe(), SampleFiles.Mov(), SampleFiles.Heic(), SampleFiles.Docm(),
            SampleFiles.Compound("EncryptedPackage"), [.. "\xEF\xBB\xBF"u8, .. "<?xml version='1.0'?><a/>"u8],
            [.. "  \n<HTML>"u8], [.. "var x; <ScRiPt>"u8], [],
        ];

        Assert.All(
            bad,
            bytes => Assert.All(_samples.Keys, extension => Assert.False(Inspect(bytes, "a" + extension).IsAccepted)));
    }

    [Fact]
    public void Text_holds_no_zero_no_controls_and_nothing_that_is_in_no_encoding()
    {
        var random = new byte[5000];
        new Random(7).NextBytes(random);
        byte[][] bad = [[.. "a\0b"u8], [.. "a\u0008b"u8], [0xFF, 0xFE, 0x41, 0x00], [0xE8], random, [0xC3, 0x28, 0xA0, 0xA1]];

        Assert.All(bad, bytes => Assert.False(Inspect(bytes, "a.txt").IsAccepted));
    }

    [Fact]
    public void Bytes_that_decode_as_gb18030_but_not_to_chinese_are_not_text()
    {
        byte[] letters = [.. Enumerable.Repeat<byte[]>([0xA6, 0xA1, 0xA7, 0xA1], 100).SelectMany(pair => pair)];

        Assert.False(Inspect(letters, "a.txt").IsAccepted);
    }

    [Fact]
    public void A_character_on_the_border_of_two_reads_is_still_text()
    {
        byte[] utf8 = [.. Enumerable.Repeat((byte)'a', 32 * 1024 - 1), .. SampleFiles.Text()];
        byte[] gb18030 = [.. Enumerable.Repeat((byte)'a', 32 * 1024 - 1), .. SampleFiles.Gb18030Text()];

        Assert.True(Inspect(utf8, "a.txt").IsAccepted);
        Assert.True(Inspect(gb18030, "a.txt").IsAccepted);
    }

    [Fact]
    public void An_archive_of_too_many_entries_is_refused()
    {
        Assert.True(Inspect(SampleFiles.ZipOf(10_000), "a.zip").IsAccepted);
        Assert.Equal(MediaFault.Damage, Inspect(SampleFiles.ZipOf(20_000), "a.zip").Fault);
        Assert.Equal(MediaFault.Damage, Inspect(SampleFiles.ZipOf(70_000), "a.zip").Fault);
    }

    [Fact]
    public void An_archive_with_something_behind_it_or_before_it_is_refused()
    {
        Assert.Equal(MediaFault.Damage, Inspect([.. SampleFiles.Docx(), .. SampleFiles.Html()], "a.docx").Fault);
        Assert.False(Inspect([.. SampleFiles.Exe(), .. SampleFiles.Zip("a")], "a.zip").IsAccepted);
    }

    [Fact]
    public void An_mpeg_4_file_without_its_index_is_refused() => Assert.Equal(
        MediaFault.Damage,
        Inspect([.. SampleFiles.Box("ftyp", "isom\0\0\0\0isom"u8), .. SampleFiles.Box("mdat", new byte[9])], "a.mp4").Fault);

    [Fact]
    public void Broken_files_are_refused_and_never_break_the_inspection()
    {
        var random = new Random(42);
        foreach (var (extension, sample) in _samples)
        {
            for (var round = 0; round < 300; round++)
            {
                var broken = sample.ToArray();
                for (var hits = random.Next(1, 6); hits > 0; hits--)
                {
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                }

                Inspect(broken[..random.Next(1, broken.Length + 1)], "a" + extension);
            }
        }
    }

    private static MediaInspection Inspect(byte[] bytes, string name, string? declared = null) =>
        MediaTypes.Inspect(new MemoryStream(bytes), name, declared);
}
