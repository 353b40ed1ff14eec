using FluentValidation;
using FluentValidation.Results;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>Holds what comes in to the rules that requests are held to.</summary>
internal sealed class PortalCheck(
    IValidator<SiteDraft> site, IValidator<CategoryDraft> category, IValidator<ArticleDraft> article)
{
    private readonly PastRules _past = new();
    private readonly SitePastRules _sitePast = new();

    /// <summary>What is wrong with the site's settings.</summary>
    public IEnumerable<ImportFault> FaultsOf(SiteEntry entry) =>
        Say(entry.Place, site.Validate(entry.Draft)).Concat(Say(entry.Place, _sitePast.Validate(entry)));

    /// <summary>What is wrong with a category, as far as it says itself.</summary>
    public IEnumerable<ImportFault> FaultsOf(CategoryEntry entry) => Say(entry.Place, category.Validate(entry.Draft));

    /// <summary>What is wrong with an article, as far as it says itself.</summary>
    public IEnumerable<ImportFault> FaultsOf(ArticleEntry entry) =>
        FaultsOf(entry.Draft, entry.Place).Concat(entry.IsSound ? Say(entry.Place, _past.Validate(entry)) : []);

    /// <summary>The same of one of whose past nothing is known.</summary>
    public IEnumerable<ImportFault> FaultsOf(ArticleDraft draft, Place place) => Say(place, article.Validate(draft));

    private static IEnumerable<ImportFault> Say(Place place, ValidationResult result) =>
        result.Errors.Select(fault => place.Fault(Pointers.FromProperty(fault.PropertyName), fault.ErrorMessage));
}
