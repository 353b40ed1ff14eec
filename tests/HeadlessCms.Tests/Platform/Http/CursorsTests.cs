using System.Buffers.Text;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class CursorsTests
{
    private static readonly Position Here = new("2021-04-20T04:11:00.000Z", Guid.Parse("0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11"));
    private readonly Cursors _cursors = new(new Secrets([1, 2, 3]));

    [Fact]
    public void A_position_comes_back_as_it_went() =>
        Assert.Equal(Here, _cursors.Read(_cursors.Write(Here, "filters"), "filters"));

    [Fact]
    public void Other_filters_refuse_it() => Assert.Null(_cursors.Read(_cursors.Write(Here, "filters"), "others"));

    [Fact]
    public void No_byte_can_be_changed()
    {
        var bytes = Base64Url.DecodeFromChars(_cursors.Write(Here, "filters"));

        foreach (var (index, bit) in Enumerable.Range(0, bytes.Length).SelectMany(index => Enumerable.Range(0, 8).Select(bit => (index, bit))))
        {
            byte[] tampered = [.. bytes];
            tampered[index] ^= (byte)(1 << bit);
            Assert.Null(_cursors.Read(Base64Url.EncodeToString(tampered), "filters"));
        }
    }

    [Fact]
    public void No_character_can_be_changed_added_or_taken_away()
    {
        var cursor = _cursors.Write(Here, "filters");

        foreach (var length in Enumerable.Range(0, cursor.Length))
        {
            Assert.Null(_cursors.Read(cursor[..length], "filters"));
            Assert.All("Aa0-_.%=+/ 苏", other =>
                Assert.Null(other == cursor[length] ? null : _cursors.Read(cursor[..length] + other + cursor[(length + 1)..], "filters")));
        }
        Assert.All(["A", "=", "==", ".", " ", "\n"], more => Assert.Null(_cursors.Read(cursor + more, "filters")));
    }

    [Fact]
    public void Eighty_characters_of_four_bytes_fit()
    {
        var longest = Here with { Key = string.Concat(Enumerable.Repeat("𠮷", 80)) };

        var cursor = _cursors.Write(longest, "filters");

        Assert.True(cursor.Length <= 512, $"It has {cursor.Length} characters");
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
        Assert.Equal(longest, _cursors.Read(cursor, "filters"));
    }

    [Fact]
    public void A_former_secret_still_reads_and_a_foreign_one_does_not()
    {
        var cursor = _cursors.Write(Here, "filters");

        Assert.Equal(Here, new Cursors(new Secrets([9], [[1, 2, 3]])).Read(cursor, "filters"));
        Assert.Null(new Cursors(new Secrets([9])).Read(cursor, "filters"));
    }
}
