using FluentValidation;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Categories;

/// <summary>What is refused before the database is asked.</summary>
internal sealed class CategoryRules : AbstractValidator<CategoryDraft>
{
    /// <summary>
    /// How many levels the tree may have. No portal needs it; it keeps the nested JSON of the whole tree, and the pairs
    /// of a category and those above it, within what clients and the database can take.
    /// </summary>
    public const int MaximumDepth = 1000;

    private const int MaximumKeywords = 20;

    public CategoryRules()
    {
        RuleFor(draft => draft.Slug).IsSlug();
        RuleFor(draft => draft.Name).NotEmpty().MaximumCodePoints(100);
        RuleFor(draft => draft.Description).MaximumCodePoints(1000);
        RuleFor(draft => draft.Keywords).MaximumItems(MaximumKeywords);
        RuleForEach(draft => draft.Keywords).NotEmpty().MaximumCodePoints(50);
        RuleFor(draft => draft.Type).MaximumCodePoints(50);
        RuleFor(draft => draft.ParentId).MaximumCodePoints(Slug.MaximumLength);
        RuleFor(draft => draft.Position).GreaterThanOrEqualTo(0);
    }
}
