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
        RuleFor(draft => draft.Summary).MaximumCodePoints(500);
        RuleFor(draft => draft.Body).MaximumCodePoints(MaximumBody);
        RuleFor(draft => draft.Body)
            .Must((draft, body) => body is null || SafeBody.Of(body, draft.BodyFormat) is not null)
            .WithErrorCode("too_complex").WithMessage("It is nested more deeply than any page is.");
        RuleFor(draft => draft.BodyFormat).Must(format => format is null or "html" or "markdown")
            .WithErrorCode("not_allowed").WithMessage("It is html or markdown.");
        RuleFor(draft => draft.LinkUrl).MaximumCodePoints(2048).Must(IsWebAddress)
            .WithErrorCode("not_an_address").WithMessage("It must be an http or https address.");
        RuleFor(draft => draft.CategoryId).NotEmpty().MaximumLength(Slug.MaximumLength);
        RuleFor(draft => draft.AlsoInIds).Must(ids => ids is null || ids.Count <= 20)
            .WithErrorCode("too_many").WithMessage("An article lies in at most 20 other categories.");
        RuleFor(draft => draft.Source).SetValidator(new SourceRules()!);
        RuleFor(draft => draft.Author).MaximumCodePoints(100);
        RuleFor(draft => draft.Editor).MaximumCodePoints(100);
        RuleFor(draft => draft.Tags).Must(tags => tags is null || tags.Count <= 20)
            .WithErrorCode("too_many").WithMessage("An article has at most 20 tags.");
        RuleFor(draft => draft.Tags).Must(tags => tags is null || tags.Distinct(StringComparer.Ordinal).Count() == tags.Count)
            .WithErrorCode("repeated").WithMessage("Each tag is named once.");
        RuleForEach(draft => draft.Tags).NotEmpty().MaximumCodePoints(50);
        RuleFor(draft => draft.Attachments).Must(files => files is null || files.Count <= 100)
            .WithErrorCode("too_many").WithMessage("An article has at most 100 attachments.");
        RuleFor(draft => draft.Attachments)
            .Must(files => files is null || files.DistinctBy(use => (use.Id, use.Role ?? AttachmentUse.StandardRole)).Count() == files.Count)
            .WithErrorCode("repeated").WithMessage("Each file is named once in each role.");
        RuleForEach(draft => draft.Attachments).SetValidator(new AttachmentUseRules());
        RuleFor(draft => draft.Document).SetValidator(new DocumentRules()!);
        RuleFor(draft => draft.Rights).SetValidator(new RightsRules()!);
        RuleFor(draft => draft.Extra)
            .Must(extra => extra is null || Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(extra)) <= MaximumExtraBytes)
            .WithErrorCode("too_long").WithMessage("It may have 16 KiB of JSON.");
        RuleFor(draft => draft.ChangeNote).MaximumCodePoints(500);
    }

    /// <summary>Whether it is an absolute web address, or none.</summary>
    internal static bool IsWebAddress(string? text) => text is null
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0);

    private sealed class SourceRules : AbstractValidator<SourceDraft>
    {
        public SourceRules()
        {
            RuleFor(source => source.Name).NotEmpty().MaximumCodePoints(100);
            RuleFor(source => source.Url).MaximumCodePoints(2048).Must(IsWebAddress)
                .WithErrorCode("not_an_address").WithMessage("It must be an http or https address.");
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
