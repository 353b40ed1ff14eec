using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>
/// The one door to an article for everybody without a key: every slice that answers something public about an article
/// asks here, so that what is not public is unreachable by every path and told alike.
/// </summary>
internal static class PublicArticles
{
    /// <summary>The public article of an address, or what to answer instead.</summary>
    /// <param name="session">The snapshot the answer is read from.</param>
    /// <param name="idOrSlug">As it stands in the path.</param>
    /// <param name="movedTo">The path of the same operation for another slug: where a former slug redirects.</param>
    /// <param name="ct">Cancels the read.</param>
    public static async Task<ArticleLookup> FindAsync(
        Session session, string idOrSlug, Func<string, string> movedTo, CancellationToken ct)
    {
        var address = await ArticleStore.FindPublicAddressAsync(session, idOrSlug, ct) ?? await ArticleStore.FindAddressAsync(session, idOrSlug, ct);
        return address switch
        {
            { IsPublic: true } => IsPresent(address, idOrSlug)
                ? new ArticleLookup { Address = address }
                : new ArticleLookup { Instead = new MovedTo(movedTo(address.PublicSlug!)) },
            { IsGone: true } => new ArticleLookup { Instead = Gone(address) },
            _ => new ArticleLookup { Instead = NotFound(idOrSlug) },
        };
    }

    /// <summary>The same words for what never was and for what nobody may know of.</summary>
    public static NotFoundProblem NotFound(string idOrSlug) => new($"No article has the id or slug '{idOrSlug}'.");

    /// <summary>The article is there for the caller, the version is not.</summary>
    public static NotFoundProblem NoVersion(long version) => new($"The article has no version {version}.");

    private static GoneProblem Gone(ArticleAddress address) =>
        new GoneProblem("The article was public and has been withdrawn.").Since(address.WithdrawnAt!.Value, address.WithdrawnReason!);

    private static bool IsPresent(ArticleAddress address, string idOrSlug) =>
        idOrSlug == address.PublicSlug || IdText.TryRead(idOrSlug, out _);
}

/// <summary>An article the caller gets at, or what to answer instead: one of the two is null.</summary>
internal sealed record ArticleLookup
{
    /// <summary>Who it is.</summary>
    public ArticleAddress? Address { get; init; }

    /// <summary>308, 403, 404 or 410.</summary>
    public IResult? Instead { get; init; }
}
