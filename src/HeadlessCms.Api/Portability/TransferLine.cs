using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>
/// One line of a portal as newline-delimited JSON: what it is, what an editor decides of it in the words of the API, and what
/// the server otherwise decides itself. What is named comes before what names it.
/// </summary>
public sealed record TransferLine
{
    /// <summary><c>site</c>, <c>category</c>, <c>bytes</c>, <c>attachment</c>, <c>article</c>, or <c>end</c>, which is the last and says that nothing is missing.</summary>
    public string? Kind { get; init; }

    /// <summary>The id it has everywhere; left out: made here.</summary>
    public Guid? Id { get; init; }

    /// <summary>What the site is.</summary>
    public SiteDraft? Site { get; init; }

    /// <summary>Of the site: the domain that ids in feeds name; left out: its own.</summary>
    public string? TagDomain { get; init; }

    /// <summary>A category.</summary>
    public CategoryDraft? Category { get; init; }

    /// <summary>What is said of a file.</summary>
    public AttachmentDraft? Attachment { get; init; }

    /// <summary>An article; its category and the others it is shown in by slug.</summary>
    public ArticleDraft? Article { get; init; }

    /// <summary>Of a file: its type.</summary>
    public string? MediaType { get; init; }

    /// <summary>Of a file and of bytes: which bytes.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Of bytes: the next ones of the file, in base64; the lines of a file follow each other.</summary>
    public string? Data { get; init; }

    /// <summary>Of an article: <c>published</c> (default), <c>draft</c> or <c>withdrawn</c>.</summary>
    public string? State { get; init; }

    /// <summary>Of an article: which version of it this is; 1 unless given.</summary>
    public long? Version { get; init; }

    /// <summary>Of a withdrawn article: since when.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Of a withdrawn article: why.</summary>
    public string? Reason { get; init; }

    /// <summary>Of an article: what was put right in public, newest last.</summary>
    public IReadOnlyList<TransferCorrection>? Corrections { get; init; }

    /// <summary>Of an article: what is set for later.</summary>
    public TransferSchedule? Schedule { get; init; }

    /// <summary>Slugs it had before, which lead to it.</summary>
    public IReadOnlyList<string>? FormerSlugs { get; init; }

    /// <summary>When it was made; left out: now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last saved; left out: when it was made.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How often it was read; from there it is counted on.</summary>
    public long? Views { get; init; }

    /// <summary>Of the end: how many articles there were.</summary>
    public long? Articles { get; init; }
}

/// <summary>What was put right in an article.</summary>
public sealed record TransferCorrection
{
    /// <summary>When it was published.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What was wrong.</summary>
    public string? Text { get; init; }
}

/// <summary>When an article becomes public, and when it ceases to be.</summary>
public sealed record TransferSchedule
{
    /// <summary>When it becomes public; left out of one that is.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When it ceases to be public, or null.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What its publishing will say it puts right.</summary>
    public string? Correction { get; init; }

    /// <summary>The note that goes with its publishing.</summary>
    public string? ChangeNote { get; init; }
}

/// <summary>What an import came to.</summary>
public sealed record ImportReport
{
    /// <summary>Whether it was only looked at: then the counts say what would be added.</summary>
    public required bool DryRun { get; init; }

    /// <summary>How many categories were added.</summary>
    public required int Categories { get; init; }

    /// <summary>How many attachments were added.</summary>
    public required int Attachments { get; init; }

    /// <summary>How many articles were added.</summary>
    public required int Articles { get; init; }

    /// <summary>How many lines were refused; the end counts as one when it is missing.</summary>
    public required int Refused { get; init; }

    /// <summary>Whether the last line, of kind <c>end</c>, is missing: there is more than came. Said here as only the first hundred faults are told.</summary>
    public required bool CutOff { get; init; }

    /// <summary>What was wrong, line by line: the first hundred.</summary>
    public required IReadOnlyList<LineFault> Faults { get; init; }
}

/// <summary>What was wrong with a line.</summary>
public sealed record LineFault
{
    /// <summary>Which line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>What of it, or null for the whole.</summary>
    public required string? Property { get; init; }

    /// <summary>In words.</summary>
    public required string Detail { get; init; }
}
