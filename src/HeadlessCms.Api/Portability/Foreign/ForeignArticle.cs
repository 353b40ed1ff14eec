using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Portability.Foreign;

/// <summary>What is read of an article of another system, before it is said in our words.</summary>
internal sealed record ForeignArticle
{
    /// <summary>What names it there for ever: its address, or what stands for it.</summary>
    public required string Name { get; init; }

    public required string? Title { get; init; }

    /// <summary>As HTML.</summary>
    public required string Body { get; init; }

    /// <summary>Where it was shown; null when nobody knows.</summary>
    public required Uri? Page { get; init; }

    /// <summary>Other addresses it had.</summary>
    public IReadOnlyList<Uri> OtherPages { get; init; } = [];

    public required DateTimeOffset? PublishedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The last part of its address; null: made from the title.</summary>
    public string? Slug { get; init; }

    public string? Summary { get; init; }

    public string? Author { get; init; }

    public string? Source { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public bool IsFeatured { get; init; }

    /// <summary><c>published</c> or <c>draft</c>.</summary>
    public string State { get; init; } = "published";

    /// <summary>When it is to become public, or null.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    public long Views { get; init; }

    /// <summary>Its own category, by slug.</summary>
    public required string Category { get; init; }

    public IReadOnlyList<string> AlsoIn { get; init; } = [];

    public Guid? Cover { get; init; }

    public IReadOnlyList<Guid> Attachments { get; init; } = [];

    /// <summary>The same as lines say it.</summary>
    public TransferLine ToLine(DateTimeOffset now)
    {
        var createdAt = PublishAt is null && PublishedAt < now ? PublishedAt.Value : now;
        var pages = State == "published" ? OtherPages.Prepend(Page).OfType<Uri>().Select(page => page.AbsoluteUri).Distinct().ToArray() : [];
        return new TransferLine
        {
            Kind = "article",
            Id = StableId.Of("article", Name),
            State = State,
            CreatedAt = createdAt,
            UpdatedAt = UpdatedAt > createdAt && UpdatedAt < now ? UpdatedAt : createdAt,
            Views = Views,
            Schedule = PublishAt is { } at ? new TransferSchedule { At = at } : null,
            Article = new ArticleDraft
            {
                Slug = Slug,
                Title = ForeignText.Line(Title),
                Summary = Summary,
                Body = Body,
                CategoryId = Category,
                AlsoInIds = AlsoIn.Count > 0 ? AlsoIn : null,
                Source = ForeignText.Line(Source) is { } source ? new SourceDraft { Name = source } : null,
                Author = ForeignText.Line(Author),
                Tags = Tags,
                Featured = IsFeatured ? true : null,
                CoverId = Cover,
                Attachments = Attachments.Count > 0 ? [.. Attachments.Distinct().Select(id => new AttachmentUse { Id = id })] : null,
                FormerUrls = pages.Length > 0 ? pages : null,
                PublishedAt = PublishAt is null ? PublishedAt : null,
            },
        };
    }

    /// <summary>The slug that an address ends with, when it can be one here; else null.</summary>
    public static string? SlugOf(string? words) =>
        words is { Length: > 0 and <= Platform.Text.Slug.MaximumLength } && TextForm.Fits(words, Platform.Text.Slug.Pattern) && !Guid.TryParse(words, out _)
            && !ArticleRules.ReservedSlugs.Contains(words) ? words : null;
}
