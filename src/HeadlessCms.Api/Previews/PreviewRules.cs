using FluentValidation;

namespace HeadlessCms.Previews;

/// <summary>What is refused of a preview.</summary>
internal sealed class PreviewRules : AbstractValidator<PreviewRequest>
{
    /// <summary>Seconds a preview opens where nothing else was said.</summary>
    public const long StandardSeconds = 24 * 60 * 60;

    public PreviewRules()
    {
        RuleFor(request => request.Version).GreaterThanOrEqualTo(1);
        RuleFor(request => request.ExpiresIn).InclusiveBetween(60, 30 * StandardSeconds);
    }
}
