using FluentValidation;
using FluentValidation.Validators;

namespace HeadlessCms.Platform.Http;

/// <summary>A rule that limits how many items a list may have; the schema shows it as <c>maxItems</c>.</summary>
internal interface IMaximumItems
{
    int Max { get; }
}

/// <summary>A rule that names each item once; the schema shows it as <c>uniqueItems</c>.</summary>
internal interface IUniqueItems;

/// <summary>Rules of lists that FluentValidation has not.</summary>
internal static class ListRules
{
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>?> MaximumItems<T, TItem>(
        this IRuleBuilder<T, IReadOnlyList<TItem>?> rule, int max) =>
        rule.SetValidator(new MaximumItemsValidator<T, TItem>(max)).WithErrorCode("too_many");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> EachOnce<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.SetValidator(new UniqueItemsValidator<T>()).WithErrorCode("repeated");
}

/// <summary>At most so many items; null has none.</summary>
internal sealed class MaximumItemsValidator<T, TItem>(int max) : PropertyValidator<T, IReadOnlyList<TItem>?>, IMaximumItems
{
    public override string Name => nameof(MaximumItemsValidator<,>);

    public int Max { get; } = max;

    public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem>? value)
    {
        var count = value?.Count ?? 0;
        context.MessageFormatter.AppendArgument("Max", Max).AppendArgument("Count", count);
        return count <= Max;
    }

    protected override string GetDefaultMessageTemplate(string errorCode) =>
        "{PropertyName} may have at most {Max} items; it has {Count}.";
}

/// <summary>No text twice, compared letter by letter; null has none, and empty items have a fault of their own.</summary>
internal sealed class UniqueItemsValidator<T> : PropertyValidator<T, IReadOnlyList<string>?>, IUniqueItems
{
    public override string Name => nameof(UniqueItemsValidator<>);

    public override bool IsValid(ValidationContext<T> context, IReadOnlyList<string>? value) =>
        value is null || value.Where(text => text.Length > 0).GroupBy(text => text, StringComparer.Ordinal).All(same => same.Count() == 1);

    protected override string GetDefaultMessageTemplate(string errorCode) => "{PropertyName} names each once.";
}
