using System.Net;
using System.Text.Json;

namespace HeadlessCms.Tests.Support;

/// <summary>Makes what a test needs through the API, with names of its own.</summary>
internal static class Samples
{
    /// <summary>A name nobody else in the run uses.</summary>
    public static string Name(string prefix) => $"{prefix}-{Guid.CreateVersion7():n}"[..Math.Min(prefix.Length + 1 + 32, 80)];

    /// <summary>A category; its slug.</summary>
    public static async Task<string> CategoryAsync(this Portal portal, string? parent = null, string? name = null)
    {
        var slug = Name("cat");
        (await portal.Admin.PostAsync("/v1/categories", new { slug, name = name ?? slug, parentId = parent })).Expect(HttpStatusCode.Created);
        return slug;
    }

    /// <summary>A category; its id.</summary>
    public static async Task<string> CategoryIdAsync(this Portal portal, string? parent = null) =>
        (await portal.Admin.GetAsync($"/v1/categories/{await portal.CategoryAsync(parent)}")).Id();

    /// <summary>A draft of this shape; its representation with its tag.</summary>
    public static async Task<Answer> DraftAsync(this Portal portal, object draft) =>
        (await portal.Admin.PostAsync("/v1/articles", draft)).Expect(HttpStatusCode.Created);

    /// <summary>A public article; its id.</summary>
    public static async Task<string> PublishedAsync(this Portal portal, object draft)
    {
        var id = (await portal.DraftAsync(draft)).Id();
        (await portal.Admin.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        return id;
    }

    /// <summary>The id of what was answered.</summary>
    public static string Id(this Answer answer) => answer.Json.GetProperty("id").GetString()!;

    /// <summary>A property's text.</summary>
    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();

    /// <summary>The ids of a page's items.</summary>
    public static string[] Ids(this Answer page) =>
        [.. page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    /// <summary>All ids of a list, walked to its end.</summary>
    public static async Task<List<string>> WalkAsync(this Api api, string path)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await api.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}")).Expect(HttpStatusCode.OK);
            ids.AddRange(page.Ids());
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return ids;
    }
}
