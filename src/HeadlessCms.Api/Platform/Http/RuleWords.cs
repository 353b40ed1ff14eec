using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Resources;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// What the rules say to whoever broke them: in the names of the JSON, and what is expected instead of what is wrong. In one
/// language, whatever the server's.
/// </summary>
internal sealed class RuleWords : LanguageManager
{
    private const string English = "en";

    private static readonly Dictionary<string, string> Words = new()
    {
        ["NotEmptyValidator"] = "{PropertyName} is required, and must not be blank.",
        ["NotNullValidator"] = "{PropertyName} is required.",
        ["MaximumLengthValidator"] = "{PropertyName} may have at most {MaxLength} characters; it has {TotalLength}.",
        ["GreaterThanOrEqualValidator"] = "{PropertyName} must be {ComparisonValue} or more.",
        ["LessThanOrEqualValidator"] = "{PropertyName} must be {ComparisonValue} or less.",
        ["InclusiveBetweenValidator"] = "{PropertyName} must be from {From} to {To}; it is {PropertyValue}.",
    };

    private RuleWords()
    {
        Culture = CultureInfo.GetCultureInfo(English);
        foreach (var (rule, words) in Words)
        {
            AddTranslation(English, rule, words);
        }
    }

    /// <summary>Has every rule of the program speak so: the library keeps this once for all.</summary>
    public static void Use()
    {
        ValidatorOptions.Global.LanguageManager = new RuleWords();
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : NameOf(member);
    }

    private static string NameOf(MemberInfo member) =>
        member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);
}
