using System.Text.Json;

namespace HeadlessCms.Tests.Syndication;

/// <summary>What jsonfeed.org asks of a feed of version 1.1, as findings.</summary>
internal static class JsonFeedRules
{
    private static readonly string[] OfFeed =
    [
        "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "authors", "language", "expired", "hubs", "items",
    ];

    private static readonly string[] OfItem =
    [
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "date_published", "date_modified", "authors", "tags",
        "language", "attachments",
    ];

    private static readonly string[] OfAttachment = ["url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"];

    /// <summary>What is wrong with a feed that was found at this address.</summary>
    public static IEnumerable<string> Of(JsonElement feed, string self) =>
    [
        .. Unless(feed.Text("version") == "https://jsonfeed.org/version/1.1", "feed: version is that of 1.1"),
        .. Unless(feed.Text("title") is { Length: > 0 }, "feed: has a title"),
        .. Unless(feed.Text("feed_url") == self, $"feed: feed_url is {self}"),
        .. Unless(feed.Text("next_url") != self, "feed: next_url leads on"),
        .. Named(feed, OfFeed, "feed"),
        .. Addresses(feed, "feed", "home_page_url", "feed_url", "next_url", "icon"),
        .. Authors(feed, "feed"),
        .. Parts(feed, "hubs").SelectMany(hub => Unless(hub.Text("type") is { Length: > 0 } && IsAddress(hub.Text("url")), "hub: has type and url")),
        .. Unless(feed.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array, "feed: has items"),
        .. Parts(feed, "items").SelectMany(OfOne),
        .. Unless(Parts(feed, "items").Select(item => item.Text("id")).Distinct().Count() == Parts(feed, "items").Count(), "feed: every id is another"),
    ];

    private static IEnumerable<string> OfOne(JsonElement item) =>
    [
        .. Unless(item.Text("id") is { Length: > 0 }, "item: has an id that is a text"),
        .. Unless(item.Text("content_html") is not null || item.Text("content_text") is not null, "item: has content_html or content_text"),
        .. Named(item, OfItem, "item"),
        .. Addresses(item, "item", "url", "external_url", "image"),
        .. Authors(item, "item"),
        .. ((string[])["date_published", "date_modified"]).SelectMany(name => Unless(
            item.Text(name) is not { } date || FeedRules.IsRfc3339(date), $"item: {name} is a date of RFC 3339")),
        .. Unless(Parts(item, "tags").All(tag => tag.ValueKind == JsonValueKind.String), "item: tags are texts"),
        .. Parts(item, "attachments").SelectMany(file => (IEnumerable<string>)
        [
            .. Unless(IsAddress(file.Text("url")) && file.Text("mime_type") is { Length: > 0 }, "attachment: has url and mime_type"),
            .. Unless(!file.TryGetProperty("size_in_bytes", out var size) || size.TryGetInt64(out _), "attachment: its size is a number of bytes"),
            .. Named(file, OfAttachment, "attachment"),
        ]),
    ];

    // Extensions begin with an underscore.
    private static IEnumerable<string> Named(JsonElement part, string[] known, string what) => part.EnumerateObject()
        .Where(property => !known.Contains(property.Name) && !property.Name.StartsWith('_'))
        .Select(property => $"{what}: there is no {property.Name}")
        .Concat(part.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Null).Select(property => $"{what}: {property.Name} is left out, not null"));

    private static IEnumerable<string> Authors(JsonElement part, string what) => Parts(part, "authors")
        .SelectMany(author => Unless(author.Text("name") is { Length: > 0 } || author.Text("url") is not null || author.Text("avatar") is not null, $"{what}: an author has a name, url or avatar"));

    private static IEnumerable<string> Addresses(JsonElement part, string what, params string[] names) =>
        names.SelectMany(name => Unless(part.Text(name) is not { } url || IsAddress(url), $"{what}: {name} is absolute"));

    private static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static IEnumerable<string> Unless(bool holds, string finding) => holds ? [] : [finding];

    private static IEnumerable<JsonElement> Parts(JsonElement part, string name) =>
        part.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    // Null, too, where it is no text: then it is missing.
    private static string? Text(this JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
