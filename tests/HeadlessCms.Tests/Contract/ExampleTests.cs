using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>The examples of the document are what the sample portal answers, at a moment that stands still.</summary>
public sealed partial class ExampleTests
{
    private const string File = "src/HeadlessCms.Api/Operations/examples.json";

    // The document itself is an example of itself; a part of the sitemap is as long as the portal.
    private static readonly string[] Without = ["getContractAsJson", "getSitemap"];

    private static readonly DateTimeOffset Moment = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        NewLine = "\n",
    };

    private readonly JsonObject _recorded = [];
    private readonly Dictionary<string, string> _ids = [];

    [Fact]
    public async Task Every_example_is_what_the_sample_portal_answers()
    {
        await using var portal = new Portal(
            Engine.Sqlite, // on one engine: the other answers the same bytes (EnginesAgreeTests)
            new Dictionary<string, string> { ["Cms:SampleContent"] = "true", ["Cms:Secret"] = "one secret, so that cursors are alike" },
            services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(Moment)));
        await RecordAsync(portal);
        var text = JsonSerializer.Serialize(new JsonObject(_recorded.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))), Readable) + "\n";
        if (Environment.GetEnvironmentVariable("CMS_WRITE_EXAMPLES") is "1")
        {
            await System.IO.File.WriteAllTextAsync(Repository.Locate(File), text);
        }

        Assert.True(
            text == await System.IO.File.ReadAllTextAsync(Repository.Locate(File)),
            $"{File} is not what the sample portal answers: run this test with CMS_WRITE_EXAMPLES=1, look at the difference, build.");
        Assert.Empty(ContractFile.Committed.Operations.Where(operation => !Without.Contains(operation.Id) && LacksExample(operation)).Select(operation =>
            $"{operation} has no example: add a call to ExampleTests.RecordAsync and run it with CMS_WRITE_EXAMPLES=1."));
    }

    private async Task RecordAsync(Portal portal)
    {
        const string Article = "/v1/articles/innovation-centres-launched";
        var api = portal.Admin;
        await GetAsync(portal.Anonymous, "getSite", "/v1/site");
        await GetAsync(portal.Anonymous, "listCategories", "/v1/categories?limit=2");
        await GetAsync(portal.Anonymous, "getCategory", "/v1/categories/suzhou-news");
        await GetAsync(portal.Anonymous, "listArticles", "/v1/articles?limit=1");
        var article = await GetAsync(portal.Anonymous, "getArticle", Article);
        await GetAsync(portal.Anonymous, "getNeighbours", $"{Article}/neighbours");
        await GetAsync(portal.Anonymous, "listRelated", $"{Article}/related?limit=1");
        await GetAsync(portal.Anonymous, "listTags", "/v1/tags?limit=2");
        await GetAsync(portal.Anonymous, "getHead", $"{Article}/head");
        await SendAsync(portal.Anonymous, "countView", HttpMethod.Post, $"{Article}/views?src=qr");
        await GetAsync(portal.Anonymous, "getArticleViews", $"{Article}/views?from=2026-11-24&to=2026-11-24");
        await GetAsync(portal.Anonymous, "listViews", $"/v1/views?ids={article.Json.Text("id")}");
        await GetAsync(portal.Anonymous, "listTrendingArticles", "/v1/articles/trending?limit=1");
        await GetAsync(portal.Anonymous, "getRssFeed", "/v1/feeds/rss.xml?limit=1");
        await GetAsync(portal.Anonymous, "getAtomFeed", "/v1/feeds/atom.xml?limit=1");
        await GetAsync(portal.Anonymous, "getJsonFeed", "/v1/feeds/feed.json?limit=1");
        await GetAsync(portal.Anonymous, "getNinjs", $"{Article}/ninjs");
        await GetAsync(portal.Anonymous, "getSitemapIndex", "/sitemap.xml");
        await GetAsync(portal.Anonymous, "getNewsSitemap", "/news-sitemap.xml");
        await GetAsync(portal.Anonymous, "listChanges", "/v1/changes?limit=1");
        await GetAsync(portal.Anonymous, "getLiveness", "/livez");
        await GetAsync(portal.Anonymous, "getReadiness", "/readyz");
        var files = await GetAsync(api, "listAttachments", "/v1/attachments?limit=1");
        await GetAsync(api, "getAttachment", $"/v1/attachments/{files.Ids()[0]}");
        await GetAsync(api, "listUsage", $"/v1/attachments/{files.Ids()[0]}/usage?limit=1");
        await GetAsync(api, "exportPortal", "/v1/export?category=suzhou-news&since=2099-01-01T00:00:00Z");
        await WriteAsync(api);
        await GetAsync(api, "listAuditEntries", "/v1/audit?limit=1");
    }

    private async Task WriteAsync(Api api)
    {
        await SendAsync(api, "changeSite", HttpMethod.Patch, "/v1/site", new { description = "澜湖市数据局门户网站" });
        await SendAsync(api, "createCategory", HttpMethod.Post, "/v1/categories", new { slug = "open-days", name = "开放日", parentId = "news" });
        await SendAsync(api, "updateCategory", HttpMethod.Patch, "/v1/categories/open-days", new { name = "公众开放日", position = 0 });
        // In a section that the sample portal has, and at a time that is to come for long, as whoever tries it out sends it as it stands.
        var draft = new { slug = "open-day-2026", title = "公众开放日预告", categoryId = "news", body = "<p>欢迎参观。</p>", tags = new[] { "开放日" } };
        var made = await SendAsync(api, "createArticle", HttpMethod.Post, "/v1/articles", draft);
        await SendAsync(api, "replaceArticle", HttpMethod.Put, "/v1/articles/open-day-2026", new { draft.title, draft.categoryId, body = "<p>欢迎参观展厅。</p>", draft.tags });
        await SendAsync(api, "changeArticle", HttpMethod.Patch, "/v1/articles/open-day-2026", new { summary = "十二月五日。", changeNote = "补充日期" });
        await GetAsync(api, "listVersions", "/v1/articles/open-day-2026/versions?limit=1");
        await GetAsync(api, "getVersion", "/v1/articles/open-day-2026/versions/1");
        await GetAsync(api, "compareVersions", "/v1/articles/open-day-2026/versions/1/diff?to=2");
        await SendAsync(api, "restoreVersion", HttpMethod.Post, "/v1/articles/open-day-2026/versions/2/restore");
        var preview = await SendAsync(api, "createPreview", HttpMethod.Post, "/v1/articles/open-day-2026/previews", new { expiresIn = 3600 });
        await GetAsync(api, "listPreviews", "/v1/articles/open-day-2026/previews");
        await GetAsync(api, "getPreview", $"/v1/articles/open-day-2026/previews/{preview.Id()}");
        await SendAsync(api, "publishArticle", HttpMethod.Post, "/v1/articles/open-day-2026/publish", new { at = "2036-01-07T09:00:00+08:00", changeNote = "按期发布" });
        await SendAsync(api, "cancelSchedule", HttpMethod.Delete, "/v1/articles/open-day-2026/schedule");
        await api.PostAsync("/v1/articles/open-day-2026/publish");
        await SendAsync(api, "withdrawArticle", HttpMethod.Post, "/v1/articles/open-day-2026/withdraw", new { reason = "error", note = "日期有误" });
        await SendAsync(api, "deleteArticle", HttpMethod.Delete, "/v1/articles/open-day-2026");
        await SendAsync(api, "restoreArticle", HttpMethod.Post, $"/v1/articles/{made.Id()}/restore");
        var upload = await api.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(SampleImages.Jpeg(), "展厅.jpg", null, ("alt", "展厅")));
        Keep("uploadAttachment", "/v1/attachments", null, upload);
        await SendAsync(api, "changeAttachment", HttpMethod.Patch, $"/v1/attachments/{upload.Id()}", new { caption = "公众开放日的展厅" });
        var key = await SendAsync(api, "createKey", HttpMethod.Post, "/v1/keys", new { name = "区县门户", scopes = new[] { "changes:read" } });
        await GetAsync(api, "getKey", $"/v1/keys/{key.Id()}");
        await GetAsync(api, "listKeys", "/v1/keys?limit=1");
        await SendAsync(api, "rotateKey", HttpMethod.Post, $"/v1/keys/{key.Id()}/rotate", new { overlap = 3600 });
        var cursor = (await api.GetAsync("/v1/changes?since=now")).Json.Text("cursor");
        await SendAsync(api, "acknowledgeChanges", HttpMethod.Post, "/v1/changes/acks", new { cursor });
        await GetAsync(api, "listPartners", "/v1/changes/partners?limit=1");
        await CallAsync(api);
        const string Lines = """{"kind":"category","category":{"slug":"archive","name":"档案"}}""" + "\n" + """{"kind":"end","articles":0}""" + "\n";
        Keep("importPortal", "/v1/import", Lines, await api.SendAsync(HttpMethod.Post, "/v1/import?dryRun=true", new StringContent(Lines, Encoding.UTF8, "application/x-ndjson")));
    }

    private async Task CallAsync(Api api)
    {
        var made = await SendAsync(api, "createWebhook", HttpMethod.Post, "/v1/webhooks", new { url = "https://partner.example/hooks/cms", events = new[] { "published", "withdrawn" }, enabled = false });
        var path = $"/v1/webhooks/{made.Id()}";
        await SendAsync(api, "changeWebhook", HttpMethod.Patch, path, new { description = "区县门户", concurrency = 4 });
        await SendAsync(api, "rotateWebhook", HttpMethod.Post, $"{path}/rotate", new { overlap = 3600 });
        var test = await SendAsync(api, "testWebhook", HttpMethod.Post, $"{path}/test");
        await Eventually.IsSoAsync("the test was made", TimeSpan.FromSeconds(30), async () =>
            (await api.GetAsync($"{path}/deliveries/{test.Id()}")).Json.Text("state") == "failed");
        await GetAsync(api, "getDelivery", $"{path}/deliveries/{test.Id()}");
        await GetAsync(api, "listDeliveries", $"{path}/deliveries?limit=1");
        await SendAsync(api, "redeliverChanges", HttpMethod.Post, $"{path}/redeliver", new { from = "2026-11-24T00:00:00+08:00" });
        await GetAsync(api, "getWebhook", path);
        await GetAsync(api, "listWebhooks", "/v1/webhooks?limit=1");
        await SendAsync(api, "redeliverOne", HttpMethod.Post, $"{path}/deliveries/{test.Id()}/redeliver");
    }

    private async Task<Answer> GetAsync(Api api, string operation, string path) => Keep(operation, path, null, await api.GetAsync(path));

    private async Task<Answer> SendAsync(Api api, string operation, HttpMethod method, string path, object? body = null)
    {
        var content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body);
        return Keep(operation, path, body, await api.SendAsync(method, path, content, method == HttpMethod.Post ? [] : [("If-Match", "*")]));
    }

    private Answer Keep(string operation, string path, object? body, Answer answer)
    {
        Assert.True((int)answer.Status is >= 200 and < 300, $"{operation}: {(int)answer.Status} {answer.Text}");
        var example = new JsonObject();
        example["path"] = (string?)Settled(JsonSerializer.Serialize(path.Split('?')[0]));
        if (body is not null)
        {
            example["request"] = Settled(JsonSerializer.Serialize(body));
        }
        example[$"{(int)answer.Status}"] = answer.Bytes.Length == 0 ? null
            : answer.Headers["Content-Type"].Contains("/json", StringComparison.Ordinal) || answer.Headers["Content-Type"].Contains("+json", StringComparison.Ordinal) ? Settled(answer.Text) : JsonValue.Create(answer.Text);
        _recorded[operation] = example;
        return answer;
    }

    // What is made at that moment has ids, keys and signatures of chance: they are numbered as they come.
    private JsonNode? Settled(string json) => JsonNode.Parse(Chance().Replace(
        json, found => _ids.TryGetValue(found.Value, out var known) ? known : _ids[found.Value] = Numbered(found.Value, _ids.Keys.Count(other => KindOf(other) == KindOf(found.Value)) + 1)));

    private static string KindOf(string text) =>
        Guid.TryParse(text, out _) ? "id" : text.StartsWith("hcms_", StringComparison.Ordinal) ? "key" : text.StartsWith("msg_", StringComparison.Ordinal) ? "message" : text[0] == '"' ? "name" : "signed";

    private static string Numbered(string text, int number) => text switch
    {
        _ when Guid.TryParse(text, out _) => $"{text[..13]}-7000-8000-{number:d12}",
        _ when text.StartsWith("hcms_", StringComparison.Ordinal) => "hcms_" + number.ToString("d", null).PadLeft(text.Length - 5, '0'),
        _ when text.StartsWith("whsec_", StringComparison.Ordinal) => "whsec_" + number.ToString("d", null).PadLeft(text.Length - 6, '0'),
        _ when text.StartsWith("msg_", StringComparison.Ordinal) => $"msg_{text[4..16]}70008000{number:d12}",
        _ when text.StartsWith("\"milliseconds\"", StringComparison.Ordinal) => "\"milliseconds\":12",
        _ when text.StartsWith("\"hint\"", StringComparison.Ordinal) => "\"hint\":\"0000\"",
        _ when text.StartsWith("\"requestId\"", StringComparison.Ordinal) => "\"requestId\":\"0af7651916cd43dd8448eb211c80319c\"",
        _ => number.ToString("d", null).PadLeft(text.Length, 'A'),
    };

    // A picture needs none.
    private static bool LacksExample(ContractOperation operation) => operation.Answers.Where(answer => answer.Key < 300)
        .SelectMany(answer => answer.Value.Examples)
        .Any(content => !content.Value && !content.Key.StartsWith("image/", StringComparison.Ordinal)
            && (content.Key.EndsWith("json", StringComparison.Ordinal) || content.Key.EndsWith("xml", StringComparison.Ordinal)));

    // An id of the moment (its first 48 bits), a message's, a key, a webhook's secret, how long a call took, a preview's token, a cursor, the end of a key, a request's name.
    [GeneratedRegex("01a20b11-1a80-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|msg_[0-9a-f]{32}|hcms_[A-Za-z0-9_-]{43,}|whsec_[A-Za-z0-9+/=]{44}|\"milliseconds\":[0-9]+|\"hint\":\"[^\"]{4}\"|\"requestId\":\"[^\"]+\"|(?<=preview=|\"(?:token|nextCursor|cursor)\":\")[A-Za-z0-9_.-]{30,}")]
    private static partial Regex Chance();
}
