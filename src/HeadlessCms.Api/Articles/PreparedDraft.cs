using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>
/// A draft with every default said and its text made safe: all that needs no database, done before the one writer is
/// kept busy.
/// </summary>
internal sealed record PreparedDraft
{
    /// <summary>Without its text.</summary>
    public required ArticleDraft Draft { get; init; }

    /// <summary>Sanitised HTML.</summary>
    public required string Body { get; init; }

    /// <summary>What was sent, or null when it is the same as the body.</summary>
    public required string? BodySource { get; init; }

    /// <summary>The attachments the body shows or links to, each once, in the order of reading.</summary>
    public required IReadOnlyList<Guid> InBody { get; init; }

    /// <summary>Says the defaults, and sanitises.</summary>
    public static PreparedDraft From(ArticleDraft draft, string defaultLocale)
    {
        var source = draft.Body ?? "";
        var body = SafeBody.Of(source, draft.BodyFormat)
            ?? throw new TooComplexException("The rules let no such body through.");
        return new PreparedDraft
        {
            Draft = draft with
            {
                Body = null,
                BodyFormat = draft.BodyFormat ?? "html",
                Locale = Locales.Normalized(draft.Locale ?? defaultLocale),
                Featured = draft.Featured ?? false,
                Tags = draft.Tags ?? [],
                FormerUrls = draft.FormerUrls is { Count: > 0 } ? draft.FormerUrls : null,
                AlsoInIds = draft.AlsoInIds ?? [],
                Attachments = [.. (draft.Attachments ?? []).Select(use => use with { Role = use.Role ?? AttachmentUse.StandardRole })],
            },
            Body = body,
            InBody = [.. BodyImages.AttachmentIds(body)],
            BodySource = body == source ? null : source,
        };
    }

    /// <summary>The draft a stored row was made from: what a patch is laid over.</summary>
    public static ArticleDraft Of(ArticleRow row) => row.Draft with
    {
        Slug = row.Slug,
        CategoryId = row.CategoryId.ToString(),
        AlsoInIds = [.. row.AlsoInIds.Select(id => id.ToString())],
        Body = row.BodySource ?? row.Body,
        ChangeNote = null,
    };
}
