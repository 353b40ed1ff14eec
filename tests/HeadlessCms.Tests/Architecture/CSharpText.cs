using System.Text.RegularExpressions;

namespace HeadlessCms.Tests.Architecture;

/// <summary>
/// Tells code, strings and comments of a C# file apart: well enough to look for SQL, without a compiler.
/// A quote within an interpolation's braces ends the string early; each half is still a string or code.
/// </summary>
internal static partial class CSharpText
{
    /// <summary>Every string literal, raw and verbatim ones too, with its quotes.</summary>
    public static IEnumerable<string> Strings(string text) =>
        Tokens().Matches(text).Select(token => token.Groups["string"]).Where(group => group.Success).Select(group => group.Value);

    /// <summary>What is left when comments and the insides of strings are taken out.</summary>
    public static string Code(string text) =>
        Tokens().Replace(text, token => token.Groups["string"].Success ? "\"\"" : " ");

    [GeneratedRegex(
        """"
        (?<comment>//[^\n]*|/\*[\s\S]*?\*/)
        |(?<string>\$*(?<fence>"{3,})[\s\S]*?\k<fence>)
        |(?<string>(?:\$@|@\$?)"(?:[^"]|"")*")
        |(?<string>\$?"(?:\\.|[^"\\\n])*")
        |(?<char>'(?:\\.|[^'\\\n])+')
        """",
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();
}
