using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Keys;

/// <summary>What a key may be, whoever makes it.</summary>
internal sealed class KeyRules : AbstractValidator<KeyDraft>
{
    private static readonly string Known = string.Join(", ", Scopes.All);

    public KeyRules(TimeProvider clock)
    {
        RuleFor(draft => draft.Name).NotEmpty().MaximumCodePoints(100);
        RuleFor(draft => draft.Scopes).NotEmpty().MaximumItems(Scopes.All.Count);
        RuleFor(draft => draft.Scopes).EachOnce();
        RuleForEach(draft => draft.Scopes)
            .NotNull()
            .OneOf(Scopes.All)
            .WithErrorCode("unknown").WithMessage($"There are these scopes: {Known}.");
        RuleForEach(draft => draft.Scopes)
            .Must((draft, scope) => draft.CategoryId is null || !Scopes.OfWholeSite.Contains(scope))
            .WithErrorCode("not_allowed").WithMessage("It is about the whole site: a key that is limited to a category cannot have it.");
        RuleFor(draft => draft.CategoryId).MaximumCodePoints(80);
        RuleFor(draft => draft.ExpiresAt)
            .Must(end => end is null || end > clock.GetUtcNow())
            .WithErrorCode("out_of_range").WithMessage("It must lie in the future.");
    }
}

/// <summary>How long two texts of a key may work side by side.</summary>
internal sealed class KeyRotationRules : AbstractValidator<KeyRotation>
{
    private const int MaximumOverlap = 2_592_000; // 30 days

    public KeyRotationRules() => RuleFor(rotation => rotation.Overlap).InclusiveBetween(0, MaximumOverlap);
}
