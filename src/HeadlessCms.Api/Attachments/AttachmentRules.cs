using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Attachments;

/// <summary>What may not be said of a file.</summary>
internal sealed class AttachmentRules : AbstractValidator<AttachmentDraft>
{
    /// <summary>Code points of what is said of a file.</summary>
    public const int LongestText = 500;

    /// <summary>Code points of who made it.</summary>
    public const int LongestCredit = 200;

    public AttachmentRules()
    {
        RuleFor(draft => draft.FileName).NotEmpty().MaximumCodePoints(FileNames.LongestName)
            .Must(name => name is null || FileNames.Clean(name) == name)
            .WithErrorCode("wrong_form").WithMessage("A file name has no folders, control characters or marks that turn the text round.");
        RuleFor(draft => draft.Alt).MaximumCodePoints(LongestText).WellFormed();
        RuleFor(draft => draft.Caption).MaximumCodePoints(LongestText).WellFormed();
        RuleFor(draft => draft.Credit).MaximumCodePoints(LongestCredit).WellFormed();
    }
}

/// <summary>What the parts of an upload may hold, for the contract: <see cref="AttachmentRules"/> refuses once they are read.</summary>
internal sealed class AttachmentUploadRules : AbstractValidator<AttachmentUpload>
{
    public AttachmentUploadRules()
    {
        RuleFor(upload => upload.Alt).MaximumCodePoints(AttachmentRules.LongestText);
        RuleFor(upload => upload.Caption).MaximumCodePoints(AttachmentRules.LongestText);
        RuleFor(upload => upload.Credit).MaximumCodePoints(AttachmentRules.LongestCredit);
    }
}
