using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class LocalesTests
{
    [Theory]
    [InlineData("zh-cn", "zh-CN")]
    [InlineData("ZH-hans-CN", "zh-Hans-CN")]
    [InlineData("EN", "en")]
    [InlineData("es-419", "es-419")]
    [InlineData("sl-ROZAJ-biske-1994", "sl-rozaj-biske-1994")]
    [InlineData("en-CA-X-CA", "en-CA-x-ca")]
    [InlineData("de-DE-u-CO-PHONEBK", "de-DE-u-co-phonebk")]
    public void A_language_is_written_in_one_way(string sent, string kept) => Assert.Equal(kept, Locales.Normalized(sent));
}
