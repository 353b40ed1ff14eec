using System.Text.Json.Serialization;

namespace HeadlessCms.Platform.Http;

/// <summary>A page of a list.</summary>
public sealed record Page<T>
{
    /// <summary>The items, in the order that was asked for.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Send it as <c>cursor</c> to read on; null at the end.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>How many there are on all pages; only with <c>count=true</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }
}

/// <summary>What every list has in common.</summary>
internal static class Paging
{
    /// <summary>How many items a page has.</summary>
    public static QueryParameter Limit { get; } =
        QueryParameter.Integer("limit", 1, 100, 20, "How many items to answer at most; may change from page to page.");

    /// <summary>Whether to say how many items all pages have.</summary>
    public static QueryParameter Count { get; } =
        QueryParameter.Flag("count", "`true` adds `total`: how many items there are on all pages.");

    /// <summary>Adds <c>Link: …; rel="next"</c> (RFC 8288): the same address with the next cursor.</summary>
    public static void WriteNextLink(HttpContext context, string? nextCursor)
    {
        if (nextCursor is null)
        {
            return;
        }
        var query = context.Request.Query
            .Where(parameter => parameter.Key != Cursors.Parameter.Name)
            .Append(new(Cursors.Parameter.Name, nextCursor));
        context.Response.Headers.Link = $"<{context.Request.Path}{QueryString.Create(query)}>; rel=\"next\"";
    }
}
