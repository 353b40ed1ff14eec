using HeadlessCms.Access;
using HeadlessCms.Platform.Security;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class PreviewTokensTests
{
    private static readonly byte[] Old = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly byte[] New = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly Guid Id = Guid.Parse("0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11");

    [Fact]
    public void A_token_of_the_secret_before_still_opens_and_one_of_another_does_not()
    {
        var token = new PreviewTokens(new Secrets(Old)).Write(Id);

        Assert.Equal(Id, new PreviewTokens(new Secrets(New, [Old])).Read(token));
        Assert.Null(new PreviewTokens(new Secrets(New)).Read(token));
        Assert.NotEqual(token, new PreviewTokens(new Secrets(New, [Old])).Write(Id));
    }

    [Fact]
    public void No_token_opens_with_any_of_its_characters_changed()
    {
        var tokens = new PreviewTokens(new Secrets(New));
        var token = tokens.Write(Id);

        Assert.Equal(Id, tokens.Read(token));
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in "ABz09-_=+ ")
            {
                var forged = token[..at] + other + token[(at + 1)..];
                Assert.Equal(forged == token ? Id : null, tokens.Read(forged));
            }
        }
        Assert.Null(tokens.Read(""));
        Assert.Null(tokens.Read(token + token));
    }
}
