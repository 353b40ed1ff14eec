using System.Text;
using System.Text.Json;
using FluentValidation;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>What is refused before the database is asked.</summary>
internal sealed class ArticleRules : AbstractValidator<ArticleDraft>
{
    /// <summary>Code points of a body: longer than any page anybody reads.</summary>
    public const int MaximumBody = 1_000_000;

    /// <summary>Code points of a summary.</summary>
    public const int MaximumSummary = 500;

    /// <summary>How many tags there may be.</summary>
    public const int MaximumTags = 20;

    /// <summary>Code points of a tag.</summary>
    public const int MaximumTag = 50;

    /// <summary>What stands where an article's slug may stand: <c>/v1/articles/trending</c>.</summary>
    public static readonly string[] ReservedSlugs = ["trending"];

    private const int MaximumExtraBytes = 16 * 1024;

    public ArticleRules()
    {
        RuleFor(draft => draft.Slug).IsSlug();
        RuleFor(draft => draft.Slug).Must(slug => slug is null || !ReservedSlugs.Contains(slug))
            .WithErrorCode("not_allowed").WithMessage("The word stands for something else in addresses.");
        RuleFor(draft => draft.Locale).MaximumLength(35).OfForm("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "a BCP 47 language tag, such as zh-CN");
        RuleFor(draft => draft.Title).NotEmpty().MaximumCodePoints(200);
        RuleFor(draft => draft.Subtitle).MaximumCodePoints(200);
        RuleFor(draft => draft.Kicker).MaximumCodePoints(200);
        RuleFor(draft => draft.Summary).MaximumCodePoints(MaximumSummary);
        RuleFor(draft => draft.Body).MaximumCodePoints(MaximumBody);
        RuleFor(draft => draft.Body)
            .Must((draft, body) => body is null || SafeBody.Of(body, draft.BodyFormat) is not null)
            .WithErrorCode("too_complex").WithMessage("It is nested more deeply than any page is.");
        RuleFor(draft => draft.BodyFormat).OneOf("html", "markdown");
        RuleFor(draft => draft.LinkUrl).WebAddress();
        RuleFor(draft => draft.CategoryId).NotEmpty().MaximumCodePoints(Slug.MaximumLength);
        RuleFor(draft => draft.AlsoInIds).MaximumItems(20);
        RuleForEach(draft => draft.AlsoInIds).NotEmpty().MaximumCodePoints(Slug.MaximumLength);
        RuleFor(draft => draft.Source).SetValidator(new SourceRules()!);
        RuleFor(draft => draft.Author).MaximumCodePoints(100);
        RuleFor(draft => draft.Editor).MaximumCodePoints(100);
        RuleFor(draft => draft.Tags).MaximumItems(MaximumTags);
        RuleFor(draft => draft.Tags).EachOnce();
        RuleForEach(draft => draft.Tags).NotEmpty().MaximumCodePoints(MaximumTag);
        RuleFor(draft => draft.Attachments).MaximumItems(100);
        RuleFor(draft => draft.Attachments)
            .Must(files => files is null || files.Where(use => use.Id is not null)
                .GroupBy(use => (use.Id, use.Role ?? AttachmentUse.StandardRole)).All(same => same.Count() == 1))
            .WithErrorCode("repeated").WithMessage("Each file is named once in each role.");
        RuleForEach(draft => draft.Attachments).SetValidator(new AttachmentUseRules());
        RuleFor(draft => draft.Document).SetValidator(new DocumentRules()!);
        RuleFor(draft => draft.Rights).SetValidator(new RightsRules()!);
        RuleFor(draft => draft.Extra)
            .Must(extra => extra is null || Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(extra)) <= MaximumExtraBytes)
            .WithErrorCode("too_long").WithMessage("It may have 16 KiB of JSON.");
        RuleFor(draft => draft.FormerUrls).MaximumItems(20);
        RuleFor(draft => draft.FormerUrls).EachOnce();
        RuleForEach(draft => draft.FormerUrls).NotEmpty().WebAddress();
        RuleFor(draft => draft.ChangeNote).MaximumCodePoints(500);
    }

    private sealed class SourceRules : AbstractValidator<SourceDraft>
    {
        public SourceRules()
        {
            RuleFor(source => source.Name).NotEmpty().MaximumCodePoints(100);
            RuleFor(source => source.Url).WebAddress();
        }
    }

    private sealed class AttachmentUseRules : AbstractValidator<AttachmentUse>
    {
        public AttachmentUseRules()
        {
            RuleFor(use => use.Id).NotNull();
            RuleFor(use => use.Role).MaximumLength(30).OfForm("^[a-z]+(-[a-z]+)*$", "lower-case words joined by single hyphens, such as related");
            // These two are written by us, from coverId and the body.
            RuleFor(use => use.Role).Must(role => role is not ("cover" or "body"))
                .WithErrorCode("not_allowed").WithMessage("'cover' and 'body' are found out, not said.");
        }
    }

    private sealed class DocumentRules : AbstractValidator<DocumentHeader>
    {
        public DocumentRules()
        {
            RuleFor(document => document.IndexNumber).MaximumCodePoints(100);
            RuleFor(document => document.Topic).MaximumCodePoints(200);
            RuleFor(document => document.Issuer).MaximumCodePoints(200);
            RuleFor(document => document.DocumentNumber).MaximumCodePoints(100);
            RuleFor(document => document.Status).MaximumCodePoints(50);
        }
    }

    private sealed class RightsRules : AbstractValidator<ArticleRights>
    {
        public RightsRules()
        {
            RuleFor(rights => rights.CopyrightHolder).MaximumCodePoints(200);
            RuleFor(rights => rights.UsageTerms).MaximumCodePoints(1000);
        }
    }
}
