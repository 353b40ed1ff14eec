using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Partners;

/// <summary>What is refused of a confirmation.</summary>
internal sealed class PartnerRules : AbstractValidator<Acknowledgement>
{
    public PartnerRules()
    {
        RuleFor(ack => ack.Cursor).MaximumCodePoints(512);
        RuleFor(ack => ack.Cursor).Must((ack, cursor) => cursor is not null || ack.ArticleId is not null)
            .WithErrorCode("required").WithMessage("Say what is confirmed: a cursor, an articleId, or both.");
    }
}
