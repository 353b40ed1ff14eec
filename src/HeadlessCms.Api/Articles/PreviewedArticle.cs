using System.Text.Json.Nodes;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>
/// Lets the files of a previewed article be seen with it: each of their addresses, in the text too, carries the
/// preview's token. Addresses of other servers never do.
/// </summary>
internal static class PreviewedArticle
{
    /// <summary>Adds the token to the addresses of a representation.</summary>
    public static JsonObject Of(JsonObject article, string token)
    {
        var query = $"preview={token}";
        Extend(article["cover"], query);
        foreach (var file in (article["cover"]?["srcset"] as JsonArray ?? []).Concat(article["attachments"] as JsonArray ?? []))
        {
            Extend(file, query);
        }
        if ((string?)article["body"] is { } body)
        {
            article["body"] = AttachmentAddress.WithQuery(body, query);
        }
        return article;
    }

    private static void Extend(JsonNode? file, string query)
    {
        if ((string?)file?["url"] is { } address)
        {
            file["url"] = address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;
        }
    }
}
