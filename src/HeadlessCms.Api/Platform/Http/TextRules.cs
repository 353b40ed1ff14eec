using FluentValidation;
using FluentValidation.Validators;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// A rule with a length limit in code points; the schema shows it as <c>maxLength</c>, which counts the same.
/// </summary>
internal interface IMaximumCodePoints
{
    int Max { get; }
}

/// <summary>A rule that text is one of some words; the schema shows it as <c>enum</c>.</summary>
internal interface IOneOfWords
{
    IReadOnlyList<string> Words { get; }
}

/// <summary>
/// Rules of text that FluentValidation has not: lengths as people count them, and text every engine can store.
/// </summary>
internal static class TextRules
{
    public static IRuleBuilderOptions<T, string?> MaximumCodePoints<T>(this IRuleBuilder<T, string?> rule, int max) =>
        rule.SetValidator(new MaximumCodePointsValidator<T>(max)).WithErrorCode("too_long");

    /// <summary>A slug as <see cref="Slug"/> describes it, and none that reads as an id: both open the same door.</summary>
    public static IRuleBuilderOptions<T, string?> IsSlug<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaximumCodePoints(Slug.MaximumLength)
        .OfForm(Slug.Pattern, "lower-case letters a to z and digits in words joined by single hyphens, such as suzhou-news")
        .Must(slug => !Guid.TryParse(slug, out _)).WithErrorCode("not_allowed").WithMessage("{PropertyName} must not read as an id.");

    /// <summary>Something to read, where there is text at all.</summary>
    public static IRuleBuilderOptions<T, string?> NotBlank<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new NotBlankValidator<T>()).WithErrorCode("required");

    /// <summary>One of these; null passes.</summary>
    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params IReadOnlyList<string> words) =>
        rule.SetValidator(new OneOfValidator<T>(words)).WithErrorCode("not_allowed");

    /// <summary>An absolute web address; null passes.</summary>
    public static IRuleBuilderOptions<T, string?> WebAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumCodePoints(Http.WebAddress.MaximumLength).SetValidator(new WebAddressValidator<T>()).WithErrorCode("not_an_address");

    public static IRuleBuilderOptions<T, string?> WellFormed<T>(this IRuleBuilder<T, string?> rule) =>
        rule.SetValidator(new WellFormedValidator<T>()).WithErrorCode("not_well_formed");
}

/// <summary>FluentValidation's own MaximumLength counts UTF-16 units, in which 𠮷 is two.</summary>
internal sealed class MaximumCodePointsValidator<T>(int max) : PropertyValidator<T, string?>, IMaximumCodePoints
{
    public override string Name => nameof(MaximumCodePointsValidator<>);

    public int Max { get; } = max;

    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        var count = CodePoints.Count(value ?? "");
        context.MessageFormatter.AppendArgument("Max", Max).AppendArgument("Count", count);
        return count <= Max;
    }

    protected override string GetDefaultMessageTemplate(string errorCode) =>
        "{PropertyName} may have at most {Max} characters; it has {Count}.";
}

/// <summary>Refuses text of nothing but blanks.</summary>
internal sealed class NotBlankValidator<T> : PropertyValidator<T, string?>, IRegularExpressionValidator
{
    public override string Name => nameof(NotBlankValidator<>);

    public string Expression => @"\S";

    public override bool IsValid(ValidationContext<T> context, string? value) => value is null || !string.IsNullOrWhiteSpace(value);
}

/// <summary>Refuses what is none of the words.</summary>
internal sealed class OneOfValidator<T>(IReadOnlyList<string> words) : PropertyValidator<T, string?>, IOneOfWords
{
    public override string Name => nameof(OneOfValidator<>);

    public IReadOnlyList<string> Words { get; } = words;

    public override bool IsValid(ValidationContext<T> context, string? value) => value is null || Words.Contains(value);

    protected override string GetDefaultMessageTemplate(string errorCode) => $"{{PropertyName}} is one of {string.Join(", ", Words)}.";
}

/// <summary>Refuses what no link can lead to.</summary>
internal sealed class WebAddressValidator<T> : PropertyValidator<T, string?>, IRegularExpressionValidator
{
    public override string Name => nameof(WebAddressValidator<>);

    public string Expression => WebAddress.Form;

    public override bool IsValid(ValidationContext<T> context, string? value) => value is null || WebAddress.Is(value);

    protected override string GetDefaultMessageTemplate(string errorCode) => "{PropertyName} must be an http or https address.";
}

/// <summary>Refuses text that cannot be stored and given back as it came.</summary>
internal sealed class WellFormedValidator<T> : PropertyValidator<T, string?>
{
    public override string Name => nameof(WellFormedValidator<>);

    public override bool IsValid(ValidationContext<T> context, string? value) => CodePoints.IsWellFormed(value ?? "");

    protected override string GetDefaultMessageTemplate(string errorCode) =>
        "{PropertyName} must be well-formed Unicode: it holds the character NUL or half of a surrogate pair.";
}
