using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Publishing;

/// <summary>What is refused of a publication.</summary>
internal sealed class PublishRules : AbstractValidator<PublishRequest>
{
    public PublishRules() => RuleFor(request => request.ChangeNote).MaximumCodePoints(500);
}

/// <summary>What is refused of a withdrawal.</summary>
internal sealed class WithdrawRules : AbstractValidator<WithdrawRequest>
{
    /// <summary>What the public can be told.</summary>
    public static readonly string[] Reasons = ["correction", "legal", "error", "expired", "other"];

    public WithdrawRules()
    {
        RuleFor(request => request.Reason).NotEmpty();
        RuleFor(request => request.Reason).Must(reason => reason is null || Reasons.Contains(reason))
            .WithErrorCode("not_allowed").WithMessage($"It is one of {string.Join(", ", Reasons)}.");
        RuleFor(request => request.Note).MaximumCodePoints(500);
    }
}
