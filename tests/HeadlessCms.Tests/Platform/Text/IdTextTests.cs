using HeadlessCms.Platform.Text;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class IdTextTests
{
    private const string Id = "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11";

    [Theory]
    [InlineData(Id)]
    [InlineData("0190F3C2-7B1E-7C44-9A53-0D3F5D2C8A11")]
    public void Either_case_is_the_same_id(string text)
    {
        Assert.True(IdText.TryRead(text, out var id));
        Assert.Equal(Id, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Id + "\n")]
    [InlineData(" " + Id)]
    [InlineData("{" + Id + "}")]
    [InlineData("0190f3c27b1e7c449a530d3f5d2c8a11")]
    [InlineData("0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a1g")]
    public void Nothing_else_is_one(string? text) => Assert.False(IdText.TryRead(text, out _));
}
