using System.Text.RegularExpressions;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>A rule that refuses what the schema allows, as no schema can say it.</summary>
/// <param name="Operations">The operations' ids, as a pattern.</param>
/// <param name="Place">The pointer or parameter, as a pattern.</param>
/// <param name="Code">The fault's code, as a pattern.</param>
/// <param name="Reason">Why no schema says it.</param>
internal sealed record BeyondSchemas(string Operations, string Place, string Code, string Reason)
{
    /// <summary>All of them. Better than another line here is a schema that says it.</summary>
    public static IReadOnlyList<BeyondSchemas> All { get; } =
    [
        new(".*", ".*", "not_well_formed", "JSON can write NUL; no store and no page can."),
        new(".*", "/(categoryId|parentId|logo|coverId|translationOf|articleId|version|body|alsoInIds/[0-9]+|attachments/[0-9]+/id)|category|moveTo|articleId", "unknown",
            "It names something, and whether that is there only the portal knows. (What is there may not be called unknown.)"),
        new(".*", "cursor|since|/cursor", "not_allowed", "A cursor is signed, and belongs to the filters it was made with."),
        new("acknowledgeChanges", "/cursor", "required", "One of two properties, of which either may be null."),
        new("get(Article|Category)Qr(Svg|Png)", "logo", "missing", "Whether the site has a logo is a setting."),
        new("get(Article|Category)Qr(Svg|Png)", "size", "too_small", "How many squares a code has depends on the address it holds."),
        new("get(Article|Category)Qr(Svg|Png)", "dark", "contrast", "Two colours are compared."),
        new("getArticle", "version|fields|include", "not_allowed", "A preview's link says itself which version it shows, and shows nothing that only editors see."),
        new("getArticleViews", "from", "not_allowed", "Two days are compared."),
        new(".*", "archive", "not_over", "A stretch of time is compared with now."),
        new("publishArticle", "/(at|until)", "in_the_past|not_after|embargoed", "A moment is compared with now, or with another."),
        new("publishArticle", "/correction", "not_allowed", "Only what was public already can be corrected."),
        new("createKey", "/expiresAt", "out_of_range", "A moment is compared with now."),
        new("createKey", "/scopes/[0-9]+", "not_allowed", "Some scopes are not for keys of one category."),
        new(".*Article", "/attachments", "repeated", "Two properties of each item together are unique."),
        new(".*Article", "/(source/name|attachments/[0-9]+/id)", "required", "A patch of what is not there yet must make a whole."),
        new(".*Article|changeSite", "/coverId|/logo", "not_an_image", "What kind of file an id names only the portal knows."),
        new(".*Article", "/locale", "taken", "Into which languages an article is translated already only the portal knows."),
        new(".*Article", "/extra", "too_long", "Its bytes are counted, over all levels."),
        new(".*Article", "/body", "too_complex", "How deeply its elements are nested is no matter of its characters."),
        new(".*(Article|Category)", "/slug", "not_allowed", "A slug is no word that stands for something else in addresses, and does not read as an id."),
        new(".*Article", "/(linkUrl|source/url|formerUrls/[0-9]+)", "not_an_address", "Hosts have rules that no pattern can say."),
        new("listArticles", "formerUrl", "not_allowed", "Hosts have rules that no pattern can say."),
        new("changeSite", "/timeZone", "unknown", "The names of zones are the IANA database's."),
        new("changeSite", "/articleUrlTemplate", "unknown_placeholder|not_an_address|ambiguous", "It is a small language of its own."),
        new("changeAttachment", "/fileName", "wrong_form", "A name ends as the file's type does, and Unicode's marks of direction are not in it."),
        new("(create|change)Webhook", "/url", "not_an_address|not_allowed", "Hosts have rules that no pattern can say, and some networks are not called."),
        new("requestSubscription", "/hub\\..*", ".*", "A form of few fields, which name feeds and hosts; WebSubTests says what is wrong with each."),
        new("redeliverChanges", "/to", "not_after", "Two moments are compared."),
        new("importPortal", ".*", "wrong_line", "Its body is lines, each of which is JSON."),
        new("uploadAttachment", "", "/problems/unsupported-media-type", "Name, type and content of a file must agree."),
    ];

    /// <summary>Whether it explains a fault.</summary>
    public bool Explains(string operation, string place, string code) =>
        Regex.IsMatch(operation, $"^(?:{Operations})$") && Regex.IsMatch(place, $"^(?:{Place})$") && Regex.IsMatch(code, $"^(?:{Code})$");
}
