using System.Net;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Prism, which knows nothing but <c>openapi.yaml</c>, stands in for the server, and stands before it.</summary>
public sealed class MockTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    private const string Article = "/v1/articles/innovation-centres-launched";

    // Every public read once, and what makes answers look different.
    private static readonly string[] Public =
    [
        "/v1/site", "/v1/categories?limit=2", "/v1/categories?as=tree", "/v1/categories/suzhou-news", "/v1/categories/suzhou-news/qr.svg", "/v1/categories/suzhou-news/qr.png",
        "/v1/articles?limit=1", "/v1/articles?category=news&count=true&sort=title", "/v1/articles?include=body,views,neighbours", "/v1/articles?tag=公示",
        "/v1/articles?publishedAfter=2021-01-01T00:00:00Z&sort=-views", "/v1/articles/trending?window=7d", Article, $"{Article}?include=views,neighbours", $"{Article}/neighbours",
        $"{Article}/related?limit=3", $"{Article}/head", $"{Article}/ninjs", $"{Article}/qr.svg", $"{Article}/qr.png?size=128", $"{Article}/views?from=2025-12-01&to=2025-12-31",
        "/v1/views?ids=0178eb99-0790-73cd-8947-209d1a38f122", "/v1/tags?limit=5", "/v1/changes?limit=5", "/v1/changes?limit=2&full=true",
        "/v1/feeds/rss.xml", "/v1/feeds/atom.xml?category=news&full=true", "/v1/feeds/feed.json?limit=3", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt",
        "/livez", "/readyz", "/problems", "/problems/invalid", "/openapi/v1.json", "/openapi/v1.yaml",
    ];

    // Is answered only where the settings name a key.
    private const string Unanswered = "getIndexNowKey";

    // Those of editors and operators; what needs an id is in MadeAsync.
    private static readonly string[] Private =
    [
        "/v1/audit?limit=2", "/v1/attachments?limit=3&unused=false", "/v1/articles?state=all&limit=5", $"{Article}?version=draft", $"{Article}/versions", $"{Article}/previews",
        "/v1/keys?count=true", "/v1/changes/partners", "/v1/webhooks?limit=1", "/v1/export?category=news",
    ];

    [Fact]
    public async Task A_mock_of_the_document_serves_every_operation_by_its_example()
    {
        ClientTools.SkipWhereMissing();
        await using var prism = await PrismProcess.MockAsync();
        var examples = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Locate("src/HeadlessCms.Api/Operations/examples.json")))!;
        var faults = new List<string>();
        foreach (var operation in ContractFile.Committed.Operations)
        {
            using var request = DocumentedCall.Of(operation);
            using var answer = await prism.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode || Violations(answer) is not null)
            {
                faults.Add($"{operation}: {(int)answer.StatusCode} {Violations(answer)} {text}");
            }
            else if (IsJson(answer) && examples[operation.Id]?[$"{(int)answer.StatusCode}"] is { } example && !JsonNode.DeepEquals(example, JsonNode.Parse(text)))
            {
                faults.Add($"{operation}: is not answered as its example says, but {text}");
            }
        }
        Report.Line($"operations served by a mock of the document {ContractFile.Committed.Operations.Count - faults.Count}/{ContractFile.Committed.Operations.Count}");

        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_proxy_that_holds_both_sides_to_the_document_passes_every_read()
    {
        ClientTools.SkipWhereMissing();
        await using var prism = await PrismProcess.ProxyAsync(sandbox.Address);
        var (anyone, editor) = (new Api(prism.Http, key: null), new Api(prism.Http, sandbox.Key));
        var reads = Public.Select(path => (Api: anyone, Path: path)).Concat((await MadeAsync()).Concat(Private).Select(path => (Api: editor, Path: path))).ToList();
        var (faults, passed) = (new List<string>(), new HashSet<ContractOperation?>());
        foreach (var (api, path) in reads)
        {
            var answer = await api.GetAsync(path);
            if (answer.Status is not HttpStatusCode.OK || answer.Headers.ContainsKey("sl-violations"))
            {
                faults.Add($"{path}: {(int)answer.Status} {answer.Headers.GetValueOrDefault("sl-violations")} {answer.Text}");
            }
            passed.Add(ContractFile.Committed.Find(HttpMethod.Get, path.Split('?')[0]));
        }
        Report.Line($"reads passed by a validating proxy {reads.Count - faults.Count}/{reads.Count}");

        Assert.Empty(faults);
        Assert.Empty(ContractFile.Committed.Operations.Where(operation => operation.Method == HttpMethod.Get && operation.Id != Unanswered).Except(passed));
        (await anyone.GetAsync(Article, ("If-None-Match", (await anyone.GetAsync(Article)).ETag!))).Expect(HttpStatusCode.NotModified);
        (await anyone.GetAsync("/v1/articles/never-was")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await anyone.GetAsync("/v1/keys")).Expect(HttpStatusCode.Unauthorized);
        ExpectOnlyWhatWasLeftOut(await anyone.GetAsync($"{Article}?fields=title,slug"));
    }

    // That an answer lacks what "fields" does not name depends on the request, which no schema of an answer can say: a
    // proxy finds exactly that.
    private static void ExpectOnlyWhatWasLeftOut(Answer answer)
    {
        var found = answer.Expect(HttpStatusCode.InternalServerError).Json.GetProperty("validation").EnumerateArray().ToList();
        var required = ContractFile.Committed.Json.GetProperty("components").GetProperty("schemas").GetProperty("Article").GetProperty("required")
            .EnumerateArray().Select(name => name.GetString()!).Except(["id", "title", "slug"]);

        Assert.All(found, fault => Assert.Equal("required", fault.GetProperty("code").GetString()));
        Assert.Equal(required.Order(), found.Select(fault => fault.GetProperty("message").GetString()!.Split('\'')[1]).Order());
    }

    private async Task<IReadOnlyList<string>> MadeAsync()
    {
        var article = (await sandbox.Anonymous.GetAsync(Article)).Json;
        var (cover, version) = (article.GetProperty("cover").Text("id"), $"{Article}/versions/{article.GetProperty("version")}");
        var preview = (await sandbox.Admin.PostAsync($"{Article}/previews", new { })).Expect(HttpStatusCode.Created).Id();
        var key = (await sandbox.Admin.PostAsync("/v1/keys", new { name = "proxy", scopes = new[] { "changes:read" } })).Expect(HttpStatusCode.Created).Id();
        var part = (await sandbox.Anonymous.GetAsync("/sitemap.xml")).Text.Split("/sitemaps/")[1].Split(".xml")[0];
        var webhook = $"/v1/webhooks/{(await sandbox.Admin.PostAsync("/v1/webhooks", new { url = "https://partner.example/hooks/cms", events = new[] { "published" }, enabled = false })).Expect(HttpStatusCode.Created).Id()}";
        var delivery = (await sandbox.Admin.PostAsync($"{webhook}/test")).Id();
        return
        [
            webhook, $"{webhook}/deliveries", $"{webhook}/deliveries/{delivery}",
            version, $"{version}/diff?to={article.GetProperty("version")}", $"/v1/attachments/{cover}", $"/v1/attachments/{cover}/usage", $"/v1/attachments/{cover}/content", $"{Article}/previews/{preview}", $"/v1/keys/{key}", $"/sitemaps/{part}.xml",
        ];
    }

    private static string? Violations(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("sl-violations", out var values) ? string.Join(' ', values) : null;

    private static bool IsJson(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "application/json";
}
