using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What no JSON body may be, sent to each operation of the document that takes one, of things that are there: each refuses it and stores nothing.</summary>
public sealed class HostileBodyTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly byte[] Levels = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000));

    private static readonly byte[] Large = Encoding.ASCII.GetBytes($$"""{"a":"{{new string('a', 30 * Mebibyte)}}"}""");

    [Fact]
    public async Task Each_operation_that_takes_json_refuses_it_and_nothing_is_stored()
    {
        // On one engine: these bodies are refused before anything is asked of it.
        await using var portal = new Portal(Engine.Sqlite);
        var things = await ThingsAsync(portal);
        var operations = ContractFile.Committed.Operations.Where(operation => SchemaOf(operation) is not null).ToList();
        Assert.True(operations.Count > 10);
        var (before, faults) = (await portal.RowsAsync(), new List<string>());

        foreach (var operation in operations)
        {
            async Task ExpectAsync(string what, byte[] body, HttpStatusCode status, string type, params string[] places)
            {
                // A stream is read by nobody on its way to the server, and this one takes its time.
                using HttpContent content = body.Length > Mebibyte ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                var answer = await portal.Admin.SendAsync(operation.Method, AddressOf(operation, things), content, ("If-Match", "*"));
                var found = answer.Status == status && answer.Headers["Content-Type"] == "application/problem+json" && answer.Json.Text("type") == $"/problems/{type}"
                    ? places.Except(NotWellFormed(answer)).Select(place => $"{place} is not named")
                    : [$"{(int)answer.Status}"];
                faults.AddRange(found.Select(fault => $"{operation}, {what}: {fault}: {answer.Text}"));
            }

            var texts = TextsOf(SchemaOf(operation)!.Value).ToList();
            foreach (var half in (string[])["\\u0000", "\\ud800"])
            {
                if (texts.Count > 0)
                {
                    var body = string.Join(',', texts.Select(text => $"\"{text.Name}\":{(text.IsList ? $"[\"a{half}\"]" : $"\"a{half}\"")}"));
                    await ExpectAsync($"{half} in values", Encoding.ASCII.GetBytes($"{{{body}}}"), HttpStatusCode.BadRequest, "invalid",
                        [.. texts.Select(text => text.IsList ? $"/{text.Name}/0" : $"/{text.Name}")]);
                }
                await ExpectAsync($"{half} in a name", Encoding.ASCII.GetBytes($$"""{"{{half}}":1}"""), HttpStatusCode.BadRequest, "invalid", "");
            }
            await ExpectAsync("10,000 levels", Levels, HttpStatusCode.BadRequest, "invalid");
            await ExpectAsync("30 MiB", Large, HttpStatusCode.RequestEntityTooLarge, "too-large");
        }

        Assert.Empty(faults);
        Assert.Empty(StoredData.Difference(before, await portal.RowsAsync()));
    }

    private static JsonElement? SchemaOf(ContractOperation operation) =>
        operation.Body.ValueKind == JsonValueKind.Object && operation.Body.GetProperty("content").TryGetProperty("application/json", out var content)
            ? ContractFile.Committed.Follow(content.GetProperty("schema"))
            : null;

    // The properties whose value is any text, or a list of such.
    private static IEnumerable<(string Name, bool IsList)> TextsOf(JsonElement schema)
    {
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            var value = ContractFile.Committed.Follow(property.Value);
            if (IsText(value))
            {
                yield return (property.Name, IsList: false);
            }
            else if (value.TryGetProperty("items", out var items) && IsText(ContractFile.Committed.Follow(items)))
            {
                yield return (property.Name, IsList: true);
            }
        }
    }

    private static bool IsText(JsonElement schema) => !schema.TryGetProperty("format", out _)
        && schema.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => one.GetString() == "string") : type.GetString() == "string");

    private static IEnumerable<string> NotWellFormed(Answer answer) => answer.Json.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Where(error => error.Text("code") == "not_well_formed").Select(error => error.Text("pointer")!)
        : [];

    // One of each kind, by the word that begins its addresses.
    private static async Task<Dictionary<string, string>> ThingsAsync(Portal portal)
    {
        var category = await portal.CategoryAsync();
        var key = await portal.Admin.KeyAsync(null, "drafts:read");
        var webhook = (await portal.Admin.PostAsync("/v1/webhooks", new { url = "https://a.example/", events = new[] { "published" } })).Expect(HttpStatusCode.Created);
        return new()
        {
            ["categories"] = category,
            ["articles"] = (await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = category })).Id(),
            ["attachments"] = await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf"),
            ["keys"] = key.Id(),
            ["webhooks"] = webhook.Id(),
        };
    }

    private static string AddressOf(ContractOperation operation, Dictionary<string, string> things) => operation.Path
        .Replace("{id}", things.GetValueOrDefault(operation.Path.Split('/')[2]), StringComparison.Ordinal)
        .Replace("{number}", "1", StringComparison.Ordinal);
}
