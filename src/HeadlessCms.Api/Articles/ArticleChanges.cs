using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>
/// Which of an editor's decisions differ between two states. Kept with each version when it is saved, so that a list of
/// versions reads no texts.
/// </summary>
internal static class ArticleChanges
{
    private static readonly string[] AllNames =
        [.. typeof(ArticleDraft).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    /// <summary>The names of the properties, in the contract's order.</summary>
    public static IReadOnlyList<string> Names(ArticleDraft before, ArticleVersion after)
    {
        var (one, other) = (Properties(before), Properties(after.Draft));
        var isOtherText = before.Body != (after.BodySource ?? after.Body);
        return [.. AllNames.Where(name => name == "body" ? isOtherText : !JsonNode.DeepEquals(one[name], other[name]))];
    }

    // Without the text, which is compared as it is.
    private static JsonObject Properties(ArticleDraft draft) =>
        JsonNode.Parse(StoredJson.Write(draft with { Body = null, ChangeNote = null }))!.AsObject();
}
