using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>The rules look where this tells them, so it is tested by itself.</summary>
public sealed class CSharpTextTests
{
    private const string Text = """"
        // a "comment"
        var one = "a // b \" c"; /* "two" */ var quote = '"';
        var raw = $"""
            SELECT "x" {y}
            """;
        var verbatim = @"c:\" + $"{z}";
        """";

    [Fact]
    public void Strings_are_found_and_comments_are_not() => Assert.Equal(
        ["\"a // b \\\" c\"", "$\"\"\"\n    SELECT \"x\" {y}\n    \"\"\"", "@\"c:\\\"", "$\"{z}\""],
        CSharpText.Strings(Text));

    [Fact]
    public void Code_is_what_is_left() => Assert.Equal(
        [
            "var", "one", "=", "\"\";", "var", "quote", "=", ";",
            "var", "raw", "=", "\"\";", "var", "verbatim", "=", "\"\"", "+", "\"\";",
        ],
        CSharpText.Code(Text).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
