using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Text of a form that the contract shows as an ECMA 262 pattern. Not FluentValidation's <c>Matches</c>: .NET's
/// <c>$</c> lets a line feed follow, so <c>"news\n"</c> would be a slug.
/// </summary>
internal static class TextForm
{
    /// <summary>The rule that text has this form; null passes, as with every other rule of form.</summary>
    /// <param name="rule">Of a text.</param>
    /// <param name="pattern">The form.</param>
    /// <param name="expected">The form in words, as in "It must be …".</param>
    public static IRuleBuilderOptions<T, string?> OfForm<T>(this IRuleBuilder<T, string?> rule, string pattern, string? expected = null) =>
        rule.SetValidator(new FormValidator<T>(pattern, expected ?? $"of the form {pattern}"));

    /// <summary>Whether the text has the form.</summary>
    public static bool Fits(string text, string pattern) =>
        !text.EndsWith('\n') && Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant);

    /// <summary>Named and shaped as FluentValidation's own, so that codes and schemas know it.</summary>
    private sealed class FormValidator<T>(string pattern, string expected) : PropertyValidator<T, string?>, IRegularExpressionValidator
    {
        public override string Name => "RegularExpressionValidator";

        public string Expression => pattern;

        public override bool IsValid(ValidationContext<T> context, string? value) => value is null || Fits(value, pattern);

        protected override string GetDefaultMessageTemplate(string errorCode) => $"{{PropertyName}} must be {expected}.";
    }
}
