using System.Globalization;
using System.Text.Json;
using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Site;

namespace HeadlessCms.Portability;

/// <summary>The files of a portal's folder as text. What has its default is left out.</summary>
internal sealed class PortalWriter(SiteZone zone)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = ReadableJson.Encoder };

    /// <summary><c>site.yaml</c>.</summary>
    public static string Site(SiteSettings site) => new YamlWriter()
        .Add("name", site.Name)
        .Add("domain", site.Domain)
        .Add("tagDomain", TagDomainOf(site))
        .Add("siteIdCode", site.SiteIdCode)
        .Add("timeZone", site.TimeZone)
        .Add("defaultLocale", site.DefaultLocale)
        .Add("articleUrlTemplate", site.ArticleUrlTemplate)
        .Add("description", site.Description)
        .Add("logo", site.LogoId?.ToString())
        .ToString();

    /// <summary>The domain that ids in feeds name; null where it is the site's own.</summary>
    public static string? TagDomainOf(SiteSettings site) => site.TagDomain == site.Domain ? null : site.TagDomain;

    /// <summary><c>categories.yaml</c>: parents before children, in order.</summary>
    public string Categories(IReadOnlyList<CategoryNode> tree, ILookup<Guid, string> formerSlugs)
    {
        var yaml = new YamlWriter();
        var all = tree.SelectMany(Flatten).ToList();
        var slugs = all.ToDictionary(category => category.Id, category => category.Slug);
        yaml.Items(all, category => yaml
            .Add("id", category.Id.ToString())
            .Add("slug", category.Slug)
            .Add("name", category.Name)
            .Add("description", category.Description)
            .Add("keywords", category.Keywords)
            .Add("type", category.Type)
            .Add("parent", category.ParentId is { } parent ? slugs[parent] : null)
            .Add("position", category.Position, standard: -1)
            .Add("formerSlugs", [.. formerSlugs[category.Id]])
            .AddQuoted("createdAt", zone.Format(category.CreatedAt)));
        return yaml.ToString();
    }

    /// <summary>A category and all below it, depth first.</summary>
    public static IEnumerable<CategoryNode> Flatten(CategoryNode category) =>
        (category.Children ?? []).SelectMany(Flatten).Prepend(category);

    /// <summary><c>media.yaml</c>.</summary>
    public string Media(IReadOnlyList<AttachmentRow> rows, IReadOnlyDictionary<Guid, string> names)
    {
        var yaml = new YamlWriter();
        yaml.Items(rows, row => yaml
            .Add("id", row.Id.ToString())
            .Add("file", names[row.Id])
            .Add("fileName", names[row.Id] == row.FileName ? null : row.FileName)
            .Add("mediaType", row.MediaType)
            .Add("alt", row.Alt)
            .Add("caption", row.Caption)
            .Add("credit", row.Credit)
            .Add("decorative", row.Decorative)
            .AddQuoted("createdAt", zone.Format(row.CreatedAt)));
        return yaml.ToString();
    }

    /// <summary><c>articles/{slug}.html</c> or <c>.md</c>: what is said of it between two lines <c>---</c>, then its text.</summary>
    public string Article(
        LeavingArticle article, IReadOnlyList<string> formerSlugs, IReadOnlyDictionary<Guid, string> categories, string defaultLocale)
    {
        var (yaml, draft) = (new YamlWriter(), article.Draft);
        yaml.Add("id", article.ArticleId.ToString())
            .Add("version", article.Version, standard: 1)
            .Add("state", article.State == "published" ? null : article.State);
        if (article.State == "withdrawn")
        {
            yaml.AddQuoted("withdrawnAt", Time(article.WithdrawnAt)).Add("reason", article.WithdrawnReason);
        }
        yaml.Add("locale", article.Locale == defaultLocale ? null : article.Locale)
            .Add("translationOf", article.OriginalSlug == article.Slug ? null : article.OriginalSlug)
            .Add("title", draft.Title)
            .Add("subtitle", draft.Subtitle)
            .Add("kicker", draft.Kicker)
            .Add("summary", draft.Summary)
            .Add("category", article.CategorySlug)
            .Add("alsoIn", [.. article.AlsoInIds.Where(categories.ContainsKey).Select(id => categories[id])]);
        if (draft.Source is { } source)
        {
            yaml.AddInner("source", () => yaml.Add("name", source.Name).Add("url", source.Url));
        }
        yaml.Add("author", draft.Author)
            .Add("editor", draft.Editor)
            .Add("linkUrl", draft.LinkUrl)
            .Add("tags", draft.Tags)
            .Add("featured", draft.Featured ?? false)
            .AddQuoted("pinnedUntil", Time(draft.PinnedUntil))
            .Add("cover", draft.CoverId?.ToString())
            .AddItems("attachments", draft.Attachments, use => yaml
                .Add("id", use.Id.ToString())
                .Add("role", use.Role == AttachmentUse.StandardRole ? null : use.Role));
        Document(yaml, draft.Document);
        Rights(yaml, draft.Rights);
        Life(yaml, article);
        yaml.Add("extra", draft.Extra?.ToJsonString(Readable))
            .Add("changeNote", article.ChangeNote)
            .AddQuoted("publishedAt", Time(article.PublishedAt))
            .AddQuoted("createdAt", Time(article.CreatedAt))
            .AddQuoted("updatedAt", Time(article.UpdatedAt))
            .Add("views", article.Views, standard: 0)
            .Add("formerSlugs", formerSlugs)
            .Add("formerUrls", draft.FormerUrls);
        return $"---\n{yaml}---\n{article.BodySource ?? article.Body}\n";
    }

    // What was put right in public, and what is set for later.
    private void Life(YamlWriter yaml, LeavingArticle article)
    {
        yaml.AddItems("corrections", article.AllCorrections, correction => yaml
            .AddQuoted("at", Time(correction.At))
            .Add("text", correction.Text));
        if (article.Schedule is { } plan)
        {
            yaml.AddInner("schedule", () => yaml
                .AddQuoted("at", Time(plan.At))
                .AddQuoted("until", Time(plan.Until ?? plan.PublicUntil))
                .Add("correction", plan.Correction)
                .Add("changeNote", plan.ChangeNote));
        }
    }

    private static void Document(YamlWriter yaml, DocumentHeader? document)
    {
        if (document is not null)
        {
            yaml.AddInner("document", () => yaml
                .Add("indexNumber", document.IndexNumber)
                .Add("topic", document.Topic)
                .Add("issuer", document.Issuer)
                .Add("documentNumber", document.DocumentNumber)
                .AddQuoted("writtenOn", document.WrittenOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                .Add("status", document.Status));
        }
    }

    private void Rights(YamlWriter yaml, ArticleRights? rights)
    {
        if (rights is not null && rights != new ArticleRights())
        {
            yaml.AddInner("rights", () => yaml
                .Add("copyrightHolder", rights.CopyrightHolder)
                .Add("usageTerms", rights.UsageTerms)
                .AddQuoted("embargoUntil", Time(rights.EmbargoUntil))
                .Add("aiGenerated", rights.AiGenerated));
        }
    }

    private string? Time(DateTimeOffset? time) => time is { } instant ? zone.Format(instant) : null;
}
