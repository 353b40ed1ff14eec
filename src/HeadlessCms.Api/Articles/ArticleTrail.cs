using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>What the audit trail keeps of an article's states. Its versions keep the text, and go when it is erased.</summary>
internal static class ArticleTrail
{
    /// <summary>A state whole, its text as a hash.</summary>
    public static JsonObject Of(long version, ArticleDraft draft, string body)
    {
        var state = JsonNode.Parse(StoredJson.Write(draft))!.AsObject();
        state["version"] = version;
        state["bodySha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        return state;
    }

    /// <summary>The same of a state that is being saved, with the version it repeats.</summary>
    public static JsonObject Of(ArticleVersion version)
    {
        var state = Of(version.Version, version.Draft, version.Body);
        if (version.RestoredFrom is { } earlier)
        {
            state["restoredFrom"] = earlier;
        }
        return state;
    }

    /// <inheritdoc cref="Of(long, ArticleDraft, string)"/>
    public static JsonObject Of(ArticleRow row) => Of(row.Version, row.Draft, row.Body ?? "");

    /// <summary>Where an article stands in its life.</summary>
    public static object Stand(ArticleRow row) => new { row.State, row.PublicVersion, row.Schedule };
}
