using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Access;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class KeyTextTests
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void A_key_has_the_form_that_the_contract_gives_to_scanners()
    {
        for (var i = 0; i < 100; i++)
        {
            var text = KeyText.Make(TimeProvider.System);
            var number = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(text[..^6])).AsSpan(0, 4), isUnsigned: true, isBigEndian: true);
            var checksum = string.Concat(Enumerable.Range(0, 6).Select(at => Digits[(int)(number / BigInteger.Pow(62, 5 - at) % 62)]));

            Assert.Matches("^hcms_[0-9A-Za-z]{49}$", text);
            Assert.Equal(checksum, text[^6..]);
            Assert.True(KeyText.IsWellFormed(text));
        }
    }

    [Fact]
    public void Any_one_mistyped_character_is_noticed()
    {
        var text = KeyText.Make(TimeProvider.System);
        var typos = from at in Enumerable.Range(0, text.Length)
                    from digit in Digits
                    where digit != text[at]
                    select $"{text[..at]}{digit}{text[(at + 1)..]}";

        Assert.DoesNotContain(typos, KeyText.IsWellFormed);
        Assert.DoesNotContain((string[])["", "hcms_", text[..^1], text + "0", " " + text, text[1..], text.ToUpperInvariant()], KeyText.IsWellFormed);
    }

    [Fact]
    public void No_two_are_alike() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => KeyText.Make(TimeProvider.System)).Distinct().Count());
}
