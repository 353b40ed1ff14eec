using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;

namespace HeadlessCms.Tests.Contract;

/// <summary>A call of an operation that writes, about something that was made for it.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Body">What is sent; null where nothing is.</param>
/// <param name="Other">Another body that would be taken too; null where there is none.</param>
/// <param name="Trail">What it must leave in the audit trail, and nothing else.</param>
internal sealed record WritingCall(string Path, object? Body, object? Other, params string[] Trail)
{
    /// <summary>Sends it with this body.</summary>
    public Task<Answer> SendAsync(Portal portal, ContractOperation operation, object? body, params (string Name, string Value)[] headers) => portal.Admin.SendAsync(
        operation.Method, Path, ContentOf(body), operation.Method == HttpMethod.Post ? headers : [("If-Match", "*"), .. headers]);

    // A file's bytes as a form, lines of an import as they are, fields as a form, all else as JSON.
    private static HttpContent? ContentOf(object? body) => body switch
    {
        null => null,
        byte[] file => Uploads.Form(file, "a.txt", "text/plain"),
        string lines => new StringContent(lines, Encoding.UTF8, "application/x-ndjson"),
        KeyValuePair<string, string>[] fields => new FormUrlEncodedContent(fields),
        _ => JsonContent.Create(body),
    };
}

/// <summary>Each operation of the contract that is not a read, with a call of it that succeeds: whoever adds one says here what it leaves.</summary>
internal static class WritingCalls
{
    // Views are counted, not told of; what a partner confirmed, what a webhook is sent and who subscribes to a feed is kept in tables of its own, with its time.
    public static readonly IReadOnlyList<(string Id, Func<Portal, Task<WritingCall>> MakeAsync)> All =
    [
        ("changeSite", _ => Of("/v1/site", new { description = Samples.Name("d") }, null, "site.update")),
        ("createCategory", _ => Of("/v1/categories", new { name = Samples.Name("a") }, new { name = Samples.Name("b") }, "category.create")),
        ("updateCategory", async portal => new($"/v1/categories/{await portal.CategoryAsync()}", new { description = "文" }, null, "category.update")),
        ("deleteCategory", async portal => new($"/v1/categories/{await portal.CategoryAsync()}", null, null, "category.delete")),
        ("deleteCategory", async portal => new($"{await FilledAsync(portal)}?moveTo={await portal.CategoryAsync()}", null, null, "category.delete")),
        ("uploadAttachment", _ => Of("/v1/attachments", Encoding.UTF8.GetBytes(Samples.Name("a")), Encoding.UTF8.GetBytes(Samples.Name("b")), "attachment.create")),
        ("changeAttachment", async portal => new(await FileAsync(portal), new { alt = "图" }, null, "attachment.update")),
        ("deleteAttachment", async portal => new(await FileAsync(portal), null, null, "attachment.delete")),
        ("createArticle", async portal => new("/v1/articles", await TextAsync(portal), await TextAsync(portal), "article.create")),
        ("replaceArticle", async portal => new(await DraftAsync(portal), await TextAsync(portal), null, "article.update")),
        ("changeArticle", async portal => new(await DraftAsync(portal), new { title = "二" }, null, "article.update")),
        ("changeArticle", async portal => new(await PublicAsync(portal), new { slug = Samples.Name("s"), tags = new[] { "二" } }, null, "article.update")),
        ("deleteArticle", async portal => new(await PublicAsync(portal), null, null, "article.trash")),
        ("deleteArticle", async portal => new($"{await PublicAsync(portal)}?permanent=true", null, null, "article.erase")),
        ("publishArticle", async portal => new($"{await DraftAsync(portal)}/publish", new { changeNote = "一" }, new { changeNote = "二" }, "article.publish")),
        ("publishArticle", async portal => new($"{await DraftAsync(portal)}/publish", new { at = "2999-01-01T00:00:00Z" }, new { at = "2999-01-02T00:00:00Z" }, "article.schedule")),
        ("publishArticle", async portal => new($"{await PublicAsync(portal)}/publish", new { correction = "一" }, new { correction = "二" }, "article.publish")),
        ("publishArticle", async portal => new($"{await PublicAsync(portal)}/publish", new { changeNote = "一" }, new { changeNote = "二" })), // it is public already
        ("cancelSchedule", async portal => new($"{await PlannedAsync(portal)}/schedule", null, null, "article.unschedule")),
        ("withdrawArticle", async portal => new($"{await PublicAsync(portal)}/withdraw", new { reason = "error" }, new { reason = "legal" }, "article.withdraw")),
        ("restoreArticle", async portal => new($"{await TrashedAsync(portal)}/restore", null, null, "article.restore")),
        ("restoreVersion", async portal => new($"{await EditedAsync(portal)}/versions/1/restore", new { changeNote = "一" }, new { changeNote = "二" }, "version.restore")),
        ("createPreview", async portal => new($"{await DraftAsync(portal)}/previews", new { expiresIn = 60 }, new { expiresIn = 61 }, "preview.create")),
        ("revokePreview", async portal => new(await PreviewAsync(portal), null, null, "preview.revoke")),
        ("countView", async portal => new($"{await PublicAsync(portal)}/views", null, null)),
        ("importPortal", _ => Of("/v1/import", CategoryLine(), CategoryLine(), "import.run")),
        ("importPortal", _ => Of("/v1/import?dryRun=true", CategoryLine(), CategoryLine())),
        ("acknowledgeChanges", async portal => new("/v1/changes/acks", new { cursor = await CursorAsync(portal, "since=now") }, new { cursor = await CursorAsync(portal, "limit=1") })),
        ("createWebhook", _ => Of("/v1/webhooks", Webhook("one"), Webhook("other"), "webhook.create")),
        ("changeWebhook", async portal => new(await WebhookAsync(portal), new { description = "二" }, null, "webhook.update")),
        ("deleteWebhook", async portal => new(await WebhookAsync(portal), null, null, "webhook.delete")),
        ("rotateWebhook", async portal => new($"{await WebhookAsync(portal)}/rotate", new { overlap = 60 }, new { overlap = 61 }, "webhook.rotate")),
        ("testWebhook", async portal => new($"{await WebhookAsync(portal)}/test", null, null)),
        ("redeliverChanges", async portal => new($"{await WebhookAsync(portal)}/redeliver", new { from = "2026-01-01T00:00:00Z" }, new { from = "2026-01-02T00:00:00Z" })),
        ("redeliverOne", async portal => new($"{await DeliveryAsync(portal)}/redeliver", null, null)),
        ("createKey", _ => Of("/v1/keys", Key("one"), Key("other"), "key.create")),
        ("revokeKey", async portal => new($"/v1/keys/{(await portal.Admin.KeyAsync(null, "drafts:read")).Id()}", null, null, "key.revoke")),
        ("rotateKey", async portal => new($"/v1/keys/{(await portal.Admin.KeyAsync(null, "drafts:read")).Id()}/rotate", new { overlap = 60 }, new { overlap = 61 }, "key.rotate")),
        ("requestSubscription", _ => Of("/websub", Subscription(), null)),
    ];

    private static Task<WritingCall> Of(string path, object? body, object? other, params string[] trail) => Task.FromResult(new WritingCall(path, body, other, trail));

    private static async Task<object> TextAsync(Portal portal) => new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() };

    private static async Task<string> DraftAsync(Portal portal) => $"/v1/articles/{(await portal.DraftAsync(await TextAsync(portal))).Id()}";

    private static async Task<string> PublicAsync(Portal portal) => $"/v1/articles/{await portal.PublishedAsync(await TextAsync(portal))}";

    private static async Task<string> PlannedAsync(Portal portal)
    {
        var path = await DraftAsync(portal);
        (await portal.Admin.PostAsync($"{path}/publish", new { at = "2999-01-01T00:00:00Z" })).Expect(HttpStatusCode.OK);
        return path;
    }

    private static async Task<string> TrashedAsync(Portal portal)
    {
        var path = await PublicAsync(portal);
        (await portal.Admin.DeleteAsync(path, "*")).Expect(HttpStatusCode.OK);
        return path;
    }

    private static async Task<string> EditedAsync(Portal portal)
    {
        var path = await DraftAsync(portal);
        (await portal.Admin.PatchAsync(path, new { title = "二" }, "*")).Expect(HttpStatusCode.OK);
        return path;
    }

    private static async Task<string> PreviewAsync(Portal portal)
    {
        var path = $"{await DraftAsync(portal)}/previews";
        return $"{path}/{(await portal.Admin.PostAsync(path)).Expect(HttpStatusCode.Created).Id()}";
    }

    private static async Task<string> FilledAsync(Portal portal)
    {
        var category = await portal.CategoryAsync();
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });
        return $"/v1/categories/{category}";
    }

    private static async Task<string> FileAsync(Portal portal) => $"/v1/attachments/{await portal.UploadAsync(Encoding.UTF8.GetBytes(Samples.Name("a")), "a.txt")}";

    private static async Task<string> CursorAsync(Portal portal, string query) => (await portal.Admin.GetAsync($"/v1/changes?{query}")).Expect(HttpStatusCode.OK).Json.Text("cursor")!;

    private static async Task<string> WebhookAsync(Portal portal) => $"/v1/webhooks/{(await portal.Admin.PostAsync("/v1/webhooks", Webhook("one"))).Expect(HttpStatusCode.Created).Id()}";

    // Nobody knows its host, and a test call is not tried again.
    private static async Task<string> DeliveryAsync(Portal portal)
    {
        var path = await WebhookAsync(portal);
        (await portal.Admin.PostAsync($"{path}/test")).Expect(HttpStatusCode.Created);
        return $"{path}/deliveries/{(await portal.DeliveryAsync(path.Split('/')[^1], "failed", attempts: 1)).Id()}";
    }

    private static object Webhook(string name) => new { url = "https://partner.example/hook", events = new[] { "*" }, enabled = false, description = name };

    private static object Key(string name) => new { name, scopes = new[] { "drafts:read" } };

    private static string CategoryLine() =>
        JsonSerializer.Serialize(new { kind = "category", category = new { slug = Samples.Name("line"), name = Samples.Name("line") } }) + "\n{\"kind\":\"end\"}";

    private static KeyValuePair<string, string>[] Subscription() =>
    [
        new("hub.mode", "subscribe"), new("hub.topic", "https://api.example.gov.cn/v1/feeds/atom.xml"), new("hub.callback", "https://reader.example/cb"),
    ];
}
