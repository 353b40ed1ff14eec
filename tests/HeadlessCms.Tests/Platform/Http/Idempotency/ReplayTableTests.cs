using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Contract;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

/// <summary>Every POST of the contract that takes an <c>Idempotency-Key</c>, sent twice under one: one that is added without a call fails here.</summary>
public sealed class ReplayTableTests
{
    // What an answer shows once, so that the second has null there.
    private static readonly Dictionary<string, string[]> ShownOnce = new()
    {
        ["createPreview"] = ["token", "url"],
        ["createKey"] = ["key"],
        ["rotateKey"] = ["key"],
        ["createWebhook"] = ["secret"],
        ["rotateWebhook"] = ["secret"],
    };

    // What calls of webhooks write beside the requests, of which only the number of rows tells.
    private static readonly string[] Calling = ["webhooks", "webhook_messages", "webhook_deliveries"];

    [Theory, EachEngine]
    public async Task A_second_call_gets_the_first_answer_and_writes_nothing(Engine engine)
    {
        await using var portal = await MakeAsync(engine);
        var faults = new List<string>();
        foreach (var (operation, make) in Calls(withBody: false))
        {
            var (call, key) = (await make(portal), ("Idempotency-Key", Samples.Name("once")));
            var first = await call.SendAsync(portal, operation, call.Body, key);
            Assert.True((int)first.Status is >= 200 and < 300, $"{operation}: {first.Status} {first.Text}");
            var before = await portal.RowsAsync();
            var again = await call.SendAsync(portal, operation, call.Body, key);

            faults.AddRange(Written(before, await portal.RowsAsync()).Select(row => $"{operation} {row}"));
            faults.AddRange(first.Status == again.Status ? [] : [$"{operation}: {first.Status} and then {again.Status}"]);
            faults.AddRange(again.Headers.GetValueOrDefault("Idempotency-Replayed") == "true" ? [] : [$"{operation} does not say that it is a replay"]);
            faults.AddRange(WithoutShownOnce(operation, first) == again.Text ? [] : [$"{operation}: {first.Text} and then {again.Text}"]);
        }
        Assert.Empty(faults);
    }

    [Theory, EachEngine]
    public async Task Another_body_under_the_same_key_is_refused_and_writes_nothing(Engine engine)
    {
        await using var portal = await MakeAsync(engine);
        var faults = new List<string>();
        foreach (var (operation, make) in Calls(withBody: true))
        {
            var (call, key) = (await make(portal), ("Idempotency-Key", Samples.Name("once")));
            Assert.True(call.Other is not null, $"{operation} has no other body to send");
            await call.SendAsync(portal, operation, call.Body, key);
            var before = await portal.RowsAsync();
            var other = await call.SendAsync(portal, operation, call.Other, key);

            faults.AddRange(Written(before, await portal.RowsAsync()).Select(row => $"{operation} {row}"));
            faults.AddRange(other.Status is HttpStatusCode.UnprocessableEntity && other.Json.Text("type") == "/problems/key-reused" ? [] : [$"{operation}: {other.Status} {other.Text}"]);
        }
        Assert.Empty(faults);
    }

    private static async Task<Portal> MakeAsync(Engine engine)
    {
        var portal = WebhookSamples.PortalOn(engine, new FakeTimeProvider(WebhookSamples.Moment));
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() }); // there are changes
        return portal;
    }

    private static bool Takes(ContractOperation operation) => operation.Method == HttpMethod.Post && operation.Parameters.Any(parameter => parameter.Name == "Idempotency-Key");

    private static IEnumerable<(ContractOperation Operation, Func<Portal, Task<WritingCall>> MakeAsync)> Calls(bool withBody) =>
        from operation in ContractFile.Committed.Operations.Where(Takes)
        let calls = WritingCalls.All.Where(call => call.Id == operation.Id).ToList()
        from call in calls.Count > 0 ? calls : throw new InvalidOperationException($"{operation} has no call")
        where !withBody || (operation.Body.ValueKind is not JsonValueKind.Undefined && operation.Id != "countView") // a view's body is not looked at
        select (operation, call.MakeAsync);

    private static IEnumerable<string> Written(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
    [
        .. StoredData.Difference(before, after).Where(row => !Calling.Any(table => StoredData.IsOf(table, row[2..]))),
        .. Calling.Where(table => before.Count(row => StoredData.IsOf(table, row)) != after.Count(row => StoredData.IsOf(table, row))).Select(table => $"writes rows of {table}"),
    ];

    private static string WithoutShownOnce(ContractOperation operation, Answer first) => ShownOnce.GetValueOrDefault(operation.Id, []).Aggregate(
        first.Text, (text, name) => text.Replace($"\"{name}\":{first.Json.GetProperty(name).GetRawText()}", $"\"{name}\":null", StringComparison.Ordinal));
}
