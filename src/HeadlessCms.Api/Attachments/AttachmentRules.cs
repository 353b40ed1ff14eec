using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Attachments;

/// <summary>What may not be said of a file.</summary>
internal sealed class AttachmentRules : AbstractValidator<AttachmentDraft>
{
    public AttachmentRules()
    {
        RuleFor(draft => draft.FileName).NotEmpty().MaximumCodePoints(FileNames.LongestName)
            .Must(name => name is null || FileNames.Clean(name) == name)
            .WithErrorCode("wrong_form").WithMessage("A file name has no folders, control characters or marks that turn the text round.");
        RuleFor(draft => draft.Alt).MaximumCodePoints(500).WellFormed();
        RuleFor(draft => draft.Caption).MaximumCodePoints(500).WellFormed();
        RuleFor(draft => draft.Credit).MaximumCodePoints(200).WellFormed();
    }
}
