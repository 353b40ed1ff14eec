using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>What a session of the fuzz knows to be there, and what it took away: it grows with every answer.</summary>
internal sealed class FuzzPool
{
    // What a property, a parameter, or a part of a path names: the last part of the list it lies in.
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["categoryId"] = "categories",
        ["parentId"] = "categories",
        ["alsoInIds"] = "categories",
        ["category"] = "categories",
        ["moveTo"] = "categories",
        ["coverId"] = "attachments",
        ["logo"] = "attachments",
        ["id"] = "attachments", // of an AttachmentUse: no other body has one
        ["translationOf"] = "articles",
        ["ids"] = "articles",
        ["articleId"] = "withdrawals",
        ["tag"] = "tags",
        ["preview"] = "tokens",
        ["since"] = "changes",
        ["cursor"] = "changes", // of an Acknowledgement: those of lists go with their filters
        ["type"] = "problems",
    };

    private static readonly Dictionary<string, string> Makers = new()
    {
        ["createCategory"] = "categories",
        ["uploadAttachment"] = "attachments",
        ["createArticle"] = "articles",
        ["createKey"] = "keys",
        ["createPreview"] = "previews",
        ["createWebhook"] = "webhooks",
        ["testWebhook"] = "deliveries",
    };

    private static readonly string[] Erasers = ["deleteCategory", "deleteAttachment", "revokeKey", "revokePreview", "deleteWebhook"];

    private readonly Dictionary<string, List<string>> _there = new() { ["problems"] = ["invalid", "not-found", "gone"], ["versions"] = ["1", "2"] };
    private readonly Dictionary<string, List<string>> _gone = [];
    private readonly Dictionary<string, string> _tags = [];
    private readonly List<(string Operation, string Query, string Cursor)> _pages = [];

    /// <summary>One of a kind, such as <c>articles</c>; null when there is none.</summary>
    public string? OfKind(Draw draw, string kind) => _there.TryGetValue(kind, out var names) && names.Count > 0 ? draw.One(names) : null;

    /// <summary>One of a kind that was there; null when there is none.</summary>
    public string? Gone(Draw draw, string kind) => _gone.TryGetValue(kind, out var names) && names.Count > 0 ? draw.One(names) : null;

    /// <summary>What a property or parameter may name; null when it names nothing.</summary>
    public string? Name(Draw draw, string property) => Kinds.TryGetValue(property, out var kind) ? OfKind(draw, kind) : Special(draw, property);

    /// <summary>Whether what a property or parameter says names something that is there: then it may not be called unknown.</summary>
    public bool IsThere(string property, string name) => property switch
    {
        "coverId" or "logo" or "version" => false, // may be there and yet not fit
        "cursor" or "since" => _pages.Any(page => page.Cursor == name) && property != "cursor",
        _ => Kinds.TryGetValue(property, out var kind) && _there.GetValueOrDefault(kind)?.Contains(name) is true,
    };

    /// <summary>The tag a resource was last seen with, or one that no resource has.</summary>
    public string TagOf(string path) => _tags.GetValueOrDefault(path, "\"unseen\"");

    /// <summary>The query of a page's successor; null when no list of this operation went on.</summary>
    public string? NextPage(Draw draw, string operation) =>
        _pages.Where(page => page.Operation == operation).ToList() is { Count: > 0 } pages && draw.One(pages) is var page
            ? $"{page.Query}{(page.Query.Length > 0 ? "&" : "")}{(operation == "listChanges" ? "since" : "cursor")}={page.Cursor}"
            : null;

    /// <summary>Takes in what an answer of success says.</summary>
    public void Learn(ContractOperation operation, FuzzRequest request, string? tag, JsonElement? body)
    {
        if (tag is not null)
        {
            _tags[request.Path] = tag;
        }
        if (Erasers.Contains(operation.Id) || (operation.Id == "deleteArticle" && request.Query.Contains("permanent=true", StringComparison.Ordinal)))
        {
            Move(request.Path.Split('/')[^2], Uri.UnescapeDataString(request.Path.Split('/')[^1]));
        }
        if (body is not { ValueKind: JsonValueKind.Object } said)
        {
            return;
        }
        if (Makers.TryGetValue(operation.Id, out var kind))
        {
            Add(kind, Text(said, "id"));
            Add("tokens", Text(said, "token"));
        }
        if (operation.Id == "withdrawArticle")
        {
            Add("withdrawals", Text(said, "id"));
        }
        foreach (var word in said.TryGetProperty("tags", out var words) && words.ValueKind == JsonValueKind.Array ? words.EnumerateArray().ToList() : [])
        {
            Add("tags", word.ValueKind == JsonValueKind.String ? word.GetString() : null);
        }
        Add("changes", operation.Id == "listChanges" ? Text(said, "cursor") : null);
        if ((Text(said, "nextCursor") ?? (operation.Id == "listChanges" ? Text(said, "cursor") : null)) is { } cursor && !request.Path.Contains('%', StringComparison.Ordinal))
        {
            var filters = request.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Where(parameter => !parameter.StartsWith("cursor=", StringComparison.Ordinal) && !parameter.StartsWith("since=", StringComparison.Ordinal));
            _pages.Add((operation.Id + (operation.Path.Contains('{', StringComparison.Ordinal) ? request.Path : ""), string.Join('&', filters), cursor));
        }
    }

    private void Add(string kind, string? name)
    {
        // What is gone does not come again: it is a replay that tells of it.
        if (name is not null && _gone.GetValueOrDefault(kind)?.Contains(name) is not true && _there.TryAdd(kind, []) | !_there[kind].Contains(name))
        {
            _there[kind].Add(name);
        }
    }

    private void Move(string kind, string name)
    {
        // An id may be written in capitals (RFC 9562 section 4).
        var known = _there.GetValueOrDefault(kind)?.Find(other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is not null && _there[kind].Remove(known))
        {
            _gone.TryAdd(kind, []);
            _gone[kind].Add(known);
        }
    }

    // Forms of which a pattern says too little to hit one by chance.
    private static string? Special(Draw draw, string property) => property switch
    {
        "slug" => $"s-{draw.Below(1_000_000_000)}",
        "timeZone" => draw.One(["Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires", "Asia/Kathmandu"]),
        "articleUrlTemplate" => draw.One(["https://www.example.gov.cn/{categorySlug}/{slug}", "http://a.b/{yyyy}/{MM}/{dd}/{id}", "https://例子.测试/{categoryPath}/{slug}?q={id}"]),
        "linkUrl" or "url" or "formerUrls" or "formerUrl" => draw.One(["https://www.example.gov.cn/a?b=c#d", "http://例子.测试/路径", "HTTPS://[::1]:8080/", "http://a"]),
        "at" or "expiresAt" => draw.One(["2999-01-01T00:00:00Z", "2998-12-31T23:59:59.999+08:00"]),
        "until" => draw.One(["2999-06-01T00:00:00Z", "9998-12-30T23:59:59Z"]),
        "embargoUntil" => draw.One(["2021-04-20T04:11:00+08:00", "1000-02-01T00:00:00Z"]),
        _ => null,
    };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.String ? said.GetString() : null;
}
