using System.Text.RegularExpressions;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>A secret, or what proves that somebody has it, is compared in a time that tells nothing of where it differs.</summary>
public sealed partial class SecretComparisonTests
{
    // Comparisons of what sounds like a secret and is none, each with its reason.
    private static readonly Dictionary<string, string> None = new()
    {
        ["Access/AuditCheck.cs: hash =="] = "two rows of the trail, both our own; whether they are signed is asked beside it",
        ["Access/PreviewTokens.cs: == token"] = "how the caller spells it; whether it is signed is asked after that",
        ["Platform/Http/Cursors.cs: SequenceEqual(Hash"] = "the caller's own filters, once the signature is found right",
        ["Platform/Storage/Migrator.cs: Hash !="] = "migrations, which everybody can read",
        ["Platform/Storage/Migrator.cs: SequenceEqual( ScriptNam"] = "likewise",
        ["WebSub/WebSubHub.cs: hash =="] = "a public feed",
    };

    [Fact]
    public void Secrets_are_compared_in_constant_time_alone()
    {
        var files = House.Files;
        Assert.True(files.Count(file => CSharpText.Code(file.Text).Contains("CryptographicOperations.FixedTimeEquals", StringComparison.Ordinal)) >= 4);

        var found = from file in files
                    from Match match in Comparisons().Matches(CSharpText.Code(file.Text))
                    let text = string.Join(' ', match.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                    select $"{file.Path[House.Project.Length..]}: {text[..Math.Min(24, text.Length)]}";

        Assert.Equal(None.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal)); // one that is listed and is no more would hide the next
    }

    [Theory]
    [InlineData("if (presented == options.AdminKey)")]
    [InlineData("return key.Secret != secret;")]
    [InlineData("HashOf(text) == row.Hash")]
    [InlineData("string.Equals(token, wanted, StringComparison.Ordinal)")]
    [InlineData("signature.SequenceEqual(bytes)")]
    [InlineData("mac.AsSpan().SequenceEqual(expected)")]
    [InlineData("expected.Equals(apiKey.Secret)")]
    [InlineData("seal.CompareTo(other) is 0")]
    public void One_that_stops_at_the_first_difference_is_found(string code) => Assert.Matches(Comparisons(), code);

    [Theory]
    [InlineData("CryptographicOperations.FixedTimeEquals(mac, other)")]
    [InlineData("reader.TokenType == JsonTokenType.String")]
    [InlineData("if (secret is null)")]
    [InlineData("category == other")]
    public void What_is_none_is_fine(string code) => Assert.DoesNotMatch(Comparisons(), code);

    [GeneratedRegex(
        """
        \b(?!\w*TokenType)\w*([sS]ecret|[sS]ignature|[tT]oken|[sS]eal|\b[mM]ac|[pP]resented|AdminKey|[hH]ash)\w*(\([^()]*\))?\s*(==|!=)
        |(==|!=)\s*(\w+\??\.)*(?!\w*TokenType)\w*([sS]ecret|[sS]ignature|[tT]oken|[sS]eal|\b[mM]ac|[pP]resented|AdminKey|[hH]ash)
        |\b\w*([sS]ecret|[sS]ignature|[tT]oken|[sS]eal|\b[mM]ac|[pP]resented|AdminKey|[hH]ash)\w*(\([^()]*\))?(\.(AsSpan|Span)(\([^()]*\))?)?\.(Equals|SequenceEqual|CompareTo)\(
        |\b(?<!FixedTime)(Equals|SequenceEqual|Compare)\([^;]*?\b\w*([sS]ecret|[sS]ignature|[tT]oken|[sS]eal|\b[mM]ac|[pP]resented|AdminKey|[hH]ash)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparisons();
}
