using System.Text.Json;
using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

/// <summary>Whole numbers as JSON may write them.</summary>
public sealed class WholeNumberTests
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new WholeNumberConverter(), new SmallNumberConverter() } };

    [Theory]
    [InlineData("7", 7)]
    [InlineData("7.0", 7)]
    [InlineData("7e0", 7)]
    [InlineData("0.7E1", 7)]
    [InlineData("-0", 0)]
    public void However_it_is_written_it_is_the_same_number(string json, int number)
    {
        Assert.Equal(number, JsonSerializer.Deserialize<long>(json, Json));
        Assert.Equal(number, JsonSerializer.Deserialize<int?>(json, Json));
    }

    [Theory]
    [InlineData("7.5")]
    [InlineData("1e400")]
    [InlineData("2147483648")]
    [InlineData("\"7\"")]
    [InlineData("true")]
    public void What_is_no_whole_number_of_the_size_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<int>(json, Json));
}
