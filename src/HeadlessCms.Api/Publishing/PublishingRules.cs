using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Publishing;

/// <summary>What is refused of a publication.</summary>
internal sealed class PublishRules : AbstractValidator<PublishRequest>
{
    // Clocks differ, and a form takes a while to be sent.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public PublishRules(TimeProvider clock)
    {
        RuleFor(request => request.At).Must(at => at is null || at >= clock.GetUtcNow() - Grace)
            .WithErrorCode("in_the_past").WithMessage("It is over; leave it out to publish now.");
        RuleFor(request => request.Until).Must((request, until) => until is null || (until > clock.GetUtcNow() && !(until <= request.At)))
            .WithErrorCode("not_after").WithMessage("It must lie after now, and after `at`.");
        RuleFor(request => request.Correction).MaximumCodePoints(1000).NotBlank().WithMessage("Say what was wrong.");
        RuleFor(request => request.ChangeNote).MaximumCodePoints(500);
    }
}

/// <summary>What is refused of a withdrawal.</summary>
internal sealed class WithdrawRules : AbstractValidator<WithdrawRequest>
{
    /// <summary>What the public can be told.</summary>
    public static readonly string[] Reasons = ["correction", "legal", "error", "expired", "other"];

    public WithdrawRules()
    {
        RuleFor(request => request.Reason).NotNull().OneOf(Reasons);
        RuleFor(request => request.Note).MaximumCodePoints(500);
    }
}
