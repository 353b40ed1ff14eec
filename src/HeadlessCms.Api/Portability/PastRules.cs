using FluentValidation;
using HeadlessCms.Platform.Http;
using HeadlessCms.Publishing;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>What is refused of an article's past: what this server otherwise decides itself.</summary>
internal sealed class PastRules : AbstractValidator<ArticleEntry>
{
    /// <summary>How an article may come in.</summary>
    public static readonly string[] States = ["published", "draft", "withdrawn"];

    public PastRules()
    {
        RuleFor(entry => entry.Version).GreaterThanOrEqualTo(1).LessThanOrEqualTo(int.MaxValue);
        RuleFor(entry => entry.State).Must(state => States.Contains(state))
            .WithErrorCode("not_allowed").WithMessage($"It is one of {string.Join(", ", States)}.");
        RuleFor(entry => entry.Reason).Must((entry, reason) => entry.State != "withdrawn" || WithdrawRules.Reasons.Contains(reason))
            .WithErrorCode("not_allowed").WithMessage($"It is one of {string.Join(", ", WithdrawRules.Reasons)}.");
        RuleForEach(entry => entry.Corrections).ChildRules(one => one.RuleFor(correction => correction.Text).NotEmpty().MaximumCodePoints(1000));
        RuleFor(entry => entry.Schedule).Must(plan => !(plan?.Until <= plan?.At))
            .WithErrorCode("not_after").WithMessage("`until` must lie after `at`.");
        RuleForEach(entry => entry.FormerSlugs).IsSlug();
        RuleFor(entry => entry.UpdatedAt).GreaterThanOrEqualTo(entry => entry.CreatedAt)
            .WithErrorCode("out_of_range").WithMessage("It was not saved before it was created.");
    }
}

/// <summary>The same of the site.</summary>
internal sealed class SitePastRules : AbstractValidator<SiteEntry>
{
    public SitePastRules() =>
        RuleFor(entry => entry.TagDomain).MaximumLength(253).OfForm(SiteRules.DomainForm, SiteRules.DomainWords);
}
