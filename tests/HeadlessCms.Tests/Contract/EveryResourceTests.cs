using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What every operation answers alike about something that is there, was there under another name, or never was.</summary>
public sealed partial class EveryResourceTests : IAsyncDisposable
{
    private readonly Dictionary<string, string> _present = [];
    private readonly Dictionary<string, string> _former = [];
    private string _article = "";
    private Portal _portal = null!; // every test begins with FillAsync

    private async Task FillAsync(Engine engine)
    {
        _portal = new(engine);
        var category = await _portal.CategoryAsync();
        var file = await _portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var article = await _portal.PublishedAsync(new { slug = "before", title = "题", categoryId = category, body = "<p>文</p>", coverId = file });
        await _portal.Admin.PatchAsync($"/v1/articles/{article}", new { slug = "after" }, "*");
        await _portal.Admin.PostAsync($"/v1/articles/{article}/publish");
        await _portal.Admin.PatchAsync($"/v1/categories/{category}", new { slug = "section" }, "*");
        (_present["articles"], _former["articles"]) = ("after", "before");
        (_present["categories"], _former["categories"]) = ("section", category);
        _present["attachments"] = file;
        _present["previews"] = (await _portal.Admin.PostAsync($"/v1/articles/{article}/previews", new { })).Expect(HttpStatusCode.Created).Id();
        _present["keys"] = (await _portal.Admin.PostAsync("/v1/keys", new { name = "reader", scopes = new[] { "drafts:read" } })).Expect(HttpStatusCode.Created).Id();
        var webhook = await _portal.WebhookAsync("https://partner.example/hook", new { enabled = false });
        await _portal.Admin.PostAsync($"/v1/webhooks/{webhook.Id()}/test");
        _present["webhooks"] = webhook.Id();
        _present["deliveries"] = (await _portal.DeliveryAsync(webhook.Id(), "failed", attempts: 1)).Id(); // nobody knows that host
        _present["versions"] = "1";
        _present["sitemaps"] = $"{Guid.Empty}";
        _present["problems"] = "invalid";
        _article = article;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory, EachEngine]
    public Task What_is_at_hand_is_304(Engine engine) => EachAsync(engine, 304, async operation =>
    {
        var path = $"{Address(operation, _present)}{(operation.Id == "listViews" ? $"?ids={_article}" : "")}";
        var first = (await _portal.Admin.GetAsync(path)).Expect(HttpStatusCode.OK);
        return await _portal.Admin.GetAsync(path, ("If-None-Match", first.ETag!));
    });

    [Theory, EachEngine]
    public Task What_has_another_name_now_is_308(Engine engine) => EachAsync(engine, 308, operation =>
        _portal.Admin.SendAsync(operation.Method, Address(operation, _former), Body(operation), ("If-Match", "*")));

    [Theory, EachEngine]
    public Task What_never_was_is_404(Engine engine) => EachAsync(engine, 404, operation => _portal.Admin.SendAsync(
        operation.Method, Address(operation, new Dictionary<string, string> { ["versions"] = "1", ["problems"] = "none" }), Body(operation), ("If-Match", "*")));

    [Theory, EachEngine]
    public Task What_was_changed_meanwhile_is_412(Engine engine) => EachAsync(engine, 412, operation => _portal.Admin.SendAsync(
        operation.Method, Address(operation, _present), Body(operation), ("If-Match", "\"stale\"")));

    [Theory, EachEngine]
    public async Task A_key_without_the_scope_is_403(Engine engine)
    {
        await FillAsync(engine);
        var keys = new List<Api>();
        foreach (var scope in (string[])["webhooks:manage", "drafts:read"])
        {
            keys.Add(_portal.With((await _portal.Admin.PostAsync("/v1/keys", new { name = scope, scopes = new[] { scope } })).Json.Text("key")));
        }
        await AskEachAsync(403, async operation =>
        {
            var path = Address(operation, _present);
            var answer = await keys[0].SendAsync(operation.Method, path, null);
            return answer.Status is HttpStatusCode.Forbidden ? answer : await keys[1].SendAsync(operation.Method, path, null);
        }, operation => operation.NeedsKey);
    }

    [Theory, EachEngine]
    public async Task A_body_without_end_is_413(Engine engine)
    {
        var bytes = Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('a', 8 * 1024 * 1024)}\"}}");
        await EachAsync(engine, 413, operation =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            return _portal.Admin.SendAsync(operation.Method, Address(operation, _present), content, ("If-Match", "*"));
        }, operation => operation.Body.GetProperty("content").TryGetProperty("application/json", out _));
    }

    [Theory, EachEngine]
    public async Task An_idempotency_key_sent_with_another_body_is_422(Engine engine)
    {
        await FillAsync(engine);
        async Task SendAsync(string path, object first, object other)
        {
            var key = ("Idempotency-Key", Samples.Name("k"));
            var done = await _portal.Admin.PostAsync(path, first, key);
            Assert.True((int)done.Status is 200 or 201, done.Text);
            (await _portal.Admin.PostAsync(path, other, key)).Expect(HttpStatusCode.UnprocessableEntity);
        }
        object Draft(string title) => new { title, categoryId = "section" };
        await SendAsync("/v1/articles", Draft("one"), Draft("other"));
        await SendAsync("/v1/articles/after/previews", new { expiresIn = 60 }, new { expiresIn = 61 });
        await SendAsync("/v1/keys", new { name = "one", scopes = new[] { "drafts:read" } }, new { name = "other", scopes = new[] { "drafts:read" } });
        await SendAsync($"/v1/keys/{_present["keys"]}/rotate", new { overlap = 60 }, new { overlap = 61 });
        var (cursor, now) = ((await _portal.Admin.GetAsync("/v1/changes?limit=1")).Json.Text("cursor"), (await _portal.Admin.GetAsync("/v1/changes?since=now")).Json.Text("cursor"));
        await SendAsync("/v1/changes/acks", new { cursor = now }, new { cursor });
        object Webhook(string name) => new { url = "https://partner.example/hook", events = new[] { "*" }, enabled = false, description = name };
        await SendAsync("/v1/webhooks", Webhook("one"), Webhook("other"));
        await SendAsync($"/v1/webhooks/{_present["webhooks"]}/rotate", new { overlap = 60 }, new { overlap = 61 });
        await SendAsync($"/v1/webhooks/{_present["webhooks"]}/redeliver", new { from = "2026-01-01T00:00:00Z" }, new { from = "2026-01-02T00:00:00Z" });
        await SendAsync("/v1/articles/after/withdraw", new { reason = "error" }, new { reason = "legal" });
    }

    [Theory, EachEngine]
    public async Task A_slug_that_another_article_has_is_409(Engine engine)
    {
        await FillAsync(engine);
        var draft = (await _portal.DraftAsync(new { title = "题", categoryId = "section" })).Id();
        (await _portal.Admin.PutAsync($"/v1/articles/{draft}", new { title = "题", categoryId = "section", slug = "after" }, "*")).Expect(HttpStatusCode.Conflict);
    }

    [Theory, EachEngine]
    public async Task What_is_not_in_the_trash_is_not_restored(Engine engine)
    {
        await FillAsync(engine);
        (await _portal.Admin.PostAsync("/v1/articles/after/restore")).Expect(HttpStatusCode.Conflict);
    }

    private async Task EachAsync(Engine engine, int status, Func<ContractOperation, Task<Answer>> ask, Func<ContractOperation, bool>? only = null)
    {
        await FillAsync(engine);
        await AskEachAsync(status, ask, only);
    }

    private static async Task AskEachAsync(int status, Func<ContractOperation, Task<Answer>> ask, Func<ContractOperation, bool>? only = null)
    {
        var faults = new List<string>();
        foreach (var operation in ContractFile.Committed.Operations.Where(operation => operation.Answers.ContainsKey(status) && only?.Invoke(operation) is not false))
        {
            var answer = await ask(operation);
            if (answer.Status != (HttpStatusCode)status)
            {
                faults.Add($"{operation}: {(int)answer.Status} {answer.Text}");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // What stands before a parameter says what it names.
    private static string Address(ContractOperation operation, IReadOnlyDictionary<string, string> names) => Parameter().Replace(
        operation.Path, part => $"{part.Groups[1].Value}/{names.GetValueOrDefault(part.Groups[1].Value, "01900000-0000-7000-8000-000000000000")}");

    private StringContent? Body(ContractOperation operation)
    {
        if (operation.Body.ValueKind == JsonValueKind.Undefined || !operation.Body.GetProperty("content").TryGetProperty("application/json", out var media))
        {
            return null;
        }
        var schema = ContractFile.Committed.Follow(media.GetProperty("schema"));
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        var body = new JsonObject(required.Select(name => KeyValuePair.Create(name, Value(name, ContractFile.Committed.Follow(schema.GetProperty("properties").GetProperty(name))))));
        return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    }

    private JsonNode? Value(string name, JsonElement schema) => name switch
    {
        "categoryId" => _present["categories"],
        _ when schema.TryGetProperty("enum", out var words) => JsonNode.Parse(words[0].GetRawText()),
        _ when schema.TryGetProperty("examples", out var examples) => JsonNode.Parse(examples[0].GetRawText()),
        _ when schema.TryGetProperty("format", out var format) && format.GetString() == "uuid" => "01900000-0000-7000-8000-000000000000",
        _ when schema.TryGetProperty("format", out var moment) && moment.GetString() == "date-time" => "2026-01-01T00:00:00Z",
        _ when schema.TryGetProperty("minimum", out var least) => JsonNode.Parse(least.GetRawText()),
        _ when schema.GetProperty("type").ToString().Contains("array", StringComparison.Ordinal) => new JsonArray("drafts:read"),
        _ => "text",
    };

    [GeneratedRegex(@"([a-z]+)/\{[^}]+\}")]
    private static partial Regex Parameter();
}
