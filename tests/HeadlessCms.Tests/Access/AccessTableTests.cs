using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeadlessCms.Access;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>Every operation of the contract against every kind of caller: one that is added without rules of access fails here.</summary>
public sealed partial class AccessTableTests(Portals portals)
{
    // What nobody needs a key for, each decided: whoever adds an operation says here that it is public, or gives it a scope.
    private static readonly string[] Public =
    [
        "getSite", "listCategories", "getCategory", "getAttachment", "getAttachmentContent", "listArticles", "getArticle", "getNeighbours", "listRelated",
        "listTags", "countView", "getArticleViews", "listTrendingArticles", "listViews", "getArticleQrSvg", "getArticleQrPng", "getHead", "getCategoryQrSvg",
        "getCategoryQrPng", "listChanges", "getLiveness", "getReadiness", "listProblems", "getProblem", "getContractAsJson", "getContractAsYaml",
        "getRssFeed", "getAtomFeed", "getJsonFeed", "getSitemapIndex", "getSitemap", "getNewsSitemap", "getRobots", "getIndexNowKey", "requestSubscription", "getNinjs",
    ];

    // What of public operations is not: what is asked for, and the scope that it needs.
    private static readonly (string Id, string Query, string Scope)[] Guarded =
    [
        ("getArticle", "version=draft", Scopes.DraftsRead), ("getArticle", "version=1", Scopes.DraftsRead), ("listArticles", "state=all", Scopes.DraftsRead),
    ];

    // What a key of another subtree may do all the same: lists show it its own part, what it uploads or creates is looked at
    // by SubtreeTests, and what it has taken over as a partner is about no category.
    private static readonly string[] CommonToSubtrees =
    [
        "listAttachments", "listUsage", "uploadAttachment", "createArticle", "createCategory", "acknowledgeChanges",
    ];

    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["replaceArticle"] = new { title = "题", categoryId = "any" },
        ["changeArticle"] = new { title = "题" },
        ["withdrawArticle"] = new { reason = "error" },
        ["updateCategory"] = new { description = "文" },
        ["changeAttachment"] = new { alt = "图" },
    };

    [Theory, EachEngine]
    public async Task Every_operation_is_listed_as_public_or_asks_for_a_key_with_its_scope(Engine engine)
    {
        var portal = portals.On(engine);
        var operations = await OperationsAsync(portal);
        Assert.NotEmpty(operations);
        var faults = Public.Except(operations.Where(operation => operation.IsPublic).Select(operation => operation.Id)).Select(id => $"{id} is listed as public, and is not").ToList();
        foreach (var operation in operations)
        {
            if (operation.IsPublic)
            {
                faults.AddRange(Public.Contains(operation.Id) ? [] : [$"{operation.Id} has no rules of access, and is not listed as public"]);
                continue;
            }
            var path = Fill(operation.Path, Guid.CreateVersion7().ToString());
            if (operation.Scope is not { } scope || !Scopes.All.Contains(scope))
            {
                faults.Add($"{operation.Id} needs a key and names no scope");
                continue;
            }
            var without = await SendAsync(portal.Anonymous, operation, path);
            var others = await SendAsync(await portal.WithAsync([.. Scopes.All.Except([scope])]), operation, path);
            faults.AddRange(without.Status is HttpStatusCode.Unauthorized ? [] : [$"{operation.Id} without a key: {without.Status}"]);
            faults.AddRange(others.Status is HttpStatusCode.Forbidden && others.Json.Text("detail")!.Contains(scope, StringComparison.Ordinal)
                ? [] : [$"{operation.Id} without {scope}: {others.Status} {others.Text}"]);
        }
        Assert.Empty(faults);
    }

    [Theory, EachEngine]
    public async Task What_public_operations_show_of_drafts_asks_for_a_key_with_its_scope(Engine engine)
    {
        var portal = portals.On(engine);
        var article = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var operations = (await OperationsAsync(portal)).ToDictionary(operation => operation.Id);
        foreach (var (id, query, scope) in Guarded)
        {
            var path = $"{Fill(operations[id].Path, article)}?{query}";
            (await portal.Anonymous.GetAsync(path)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
            var others = await (await portal.WithAsync([.. Scopes.All.Except([scope])])).GetAsync(path);
            Assert.Contains(scope, others.ExpectProblem(HttpStatusCode.Forbidden, "forbidden").Json.Text("detail"), StringComparison.Ordinal);
            (await (await portal.WithAsync(scope)).GetAsync(path)).Expect(HttpStatusCode.OK);
        }
        // Erasing for good is more than taking to the trash.
        var editor = await portal.WithAsync([.. Scopes.All.Except([Scopes.SiteManage])]);
        (await editor.DeleteAsync($"/v1/articles/{article}?permanent=true", "*")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await editor.DeleteAsync($"/v1/articles/{article}", "*")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task No_operation_lets_a_key_of_another_subtree_at_what_is_not_its_own(Engine engine)
    {
        var portal = portals.On(engine);
        var elsewhere = await portal.CategoryAsync();
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var article = await portal.PublishedAsync(new { title = "外", body = "<p>文</p>", categoryId = elsewhere, coverId = file });
        var stranger = await portal.WithinAsync(await portal.CategoryAsync());
        var faults = new List<string>();
        foreach (var operation in (await OperationsAsync(portal)).Where(operation => !operation.IsPublic && !CommonToSubtrees.Contains(operation.Id)))
        {
            var id = operation.Path.StartsWith("/v1/articles", StringComparison.Ordinal) ? article
                : operation.Path.StartsWith("/v1/attachments", StringComparison.Ordinal) ? file : elsewhere;
            var answer = await SendAsync(stranger, operation, Fill(operation.Path, id));
            faults.AddRange(answer.Status is HttpStatusCode.Forbidden ? [] : [$"{operation.Id}: {answer.Status} {answer.Text}"]);
        }
        Assert.Empty(faults);
    }

    private static Task<Answer> SendAsync(Api api, Operation operation, string path) => api.SendAsync(
        new HttpMethod(operation.Method), path,
        Bodies.TryGetValue(operation.Id, out var body) ? JsonContent.Create(body) : null,
        operation.Method is "PUT" or "PATCH" or "DELETE" ? [("If-Match", "*")] : []);

    private static string Fill(string path, string id) => Placeholder().Replace(
        path, name => name.Value switch { "{id}" => id, "{number}" => "1", _ => Guid.Empty.ToString() });

    private static async Task<IReadOnlyList<Operation>> OperationsAsync(Portal portal) =>
        [.. from path in (await portal.Anonymous.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select Operation.Of(path.Name, operation)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    private sealed partial record Operation(string Id, string Method, string Path, bool IsPublic, string? Scope)
    {
        public static Operation Of(string path, JsonProperty operation) => new(
            operation.Value.Text("operationId")!, operation.Name.ToUpperInvariant(), path,
            !operation.Value.TryGetProperty("security", out var security) || security.EnumerateArray().Any(way => !way.EnumerateObject().Any()),
            Needed().Match(operation.Value.Text("description")!) is { Success: true } needed ? needed.Groups["scope"].Value : null);

        [GeneratedRegex("Needs a key with the scope `(?<scope>[a-z:]+)`")]
        private static partial Regex Needed();
    }
}
