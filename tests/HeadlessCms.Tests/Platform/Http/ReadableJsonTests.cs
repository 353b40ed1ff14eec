using System.Text.Json;
using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class ReadableJsonTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = ReadableJson.Encoder };

    [Theory]
    [InlineData("苏州")]
    [InlineData("𠮷")]
    [InlineData("👩‍👩‍👧 😀")]
    [InlineData("a\u2028b\u2029c\u007f\u0085\ufeff\ufffe")]
    [InlineData("<a href='x'>&+`</a>")]
    public void Text_stays_as_it_is(string text) => Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(text, Readable));

    [Theory]
    [InlineData("\"", "\\\"")]
    [InlineData("\\", "\\\\")]
    [InlineData("苏\n州\r\t\b\f", "苏\\n州\\r\\t\\b\\f")]
    [InlineData("\0\u001f", "\\u0000\\u001f")]
    [InlineData("𠮷\"𠮷", "𠮷\\\"𠮷")]
    public void What_json_demands_is_escaped(string text, string escaped) =>
        Assert.Equal($"\"{escaped}\"", JsonSerializer.Serialize(text, Readable));

    [Theory]
    [InlineData(new[] { 'a', '\ud842' })]
    [InlineData(new[] { 'a', '\udfb7' })]
    public void Half_a_surrogate_pair_becomes_the_replacement_character(char[] text) =>
        Assert.Equal("a\ufffd", JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(new string(text), Readable)));

    [Fact]
    public void Every_code_point_comes_back_as_it_went()
    {
        for (var code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 251)
        {
            if (code is < 0xD800 or > 0xDFFF)
            {
                var text = $"x{char.ConvertFromUtf32(code)}y";
                Assert.Equal(text, JsonSerializer.Deserialize<string>(JsonSerializer.SerializeToUtf8Bytes(text, Readable)));
            }
        }
    }

    [Fact]
    public void Utf8_is_written_as_text_is()
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = ReadableJson.Encoder }))
        {
            writer.WriteStringValue("苏州𠮷\u2028\n\""u8);
        }

        Assert.Equal("\"苏州𠮷\u2028\\n\\\"\"", System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_long_text_is_escaped_wherever_it_must_be()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => i % 7 == 0 ? "𠮷\"" : "苏\n"));

        Assert.Equal(text, JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(text, Readable)));
    }
}
