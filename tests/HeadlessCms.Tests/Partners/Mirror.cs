using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Partners;

/// <summary>A partner's copy of a portal: it does what the changes say, and knows nothing else.</summary>
internal sealed class Mirror
{
    /// <summary>What it holds, by id; with <c>full=true</c> as it came, else empty.</summary>
    public Dictionary<string, string> Articles { get; } = [];

    /// <summary>Why it removed something.</summary>
    public List<string?> Reasons { get; } = [];

    /// <summary>By id: the last that it was told of an article, and by the answer with which cursor.</summary>
    public Dictionary<string, string> Told { get; } = [];

    /// <summary>Applies a page in its order.</summary>
    public void Apply(Answer page)
    {
        foreach (var item in page.Json.GetProperty("items").EnumerateArray())
        {
            if (item.Text("articleId") is { } about)
            {
                Told[about] = $"{item.GetRawText()} up to {page.Json.Text("cursor")}";
            }
            switch (item.Text("kind"))
            {
                case "published" or "updated" or "corrected":
                    Articles[item.Text("articleId")!] = item.GetProperty("article") is { ValueKind: JsonValueKind.Object } article ? article.GetRawText() : "";
                    break;
                case "withdrawn" or "deleted":
                    Articles.Remove(item.Text("articleId")!);
                    Reasons.Add(item.Text("reason"));
                    break;
                case "category":
                    break;
                case var kind:
                    throw new InvalidOperationException($"Nobody told it of the kind '{kind}'.");
            }
        }
    }

    /// <summary>Reads on until nothing more is there; the last cursor.</summary>
    public async Task<string> FollowAsync(Api api, string path, string? since)
    {
        while (true)
        {
            var page = (await api.GetAsync(since is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}since={since}")).Expect(HttpStatusCode.OK);
            Apply(page);
            since = page.Json.Text("cursor");
            if (!page.Json.GetProperty("hasMore").GetBoolean())
            {
                return since!;
            }
        }
    }
}
