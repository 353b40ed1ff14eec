using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract.Kept;

/// <summary>
/// What was released is kept: <c>released.yaml</c> is the document of the last release. Whoever makes a release copies
/// <c>openapi.yaml</c> over it, and empties <see cref="DeclaredBreak.All"/>.
/// </summary>
public sealed class KeptTests
{
    private const string Released = "tests/HeadlessCms.Tests/Contract/Kept/released.yaml";

    private const string Document =
        """
        {
          "servers": [{"url": "/"}],
          "paths": {"/things": {
            "get": {"operationId": "listThings", "security": [{}, {"bearer": []}],
              "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100, "minimum": 1, "default": 20}},
                             {"name": "ids", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}},
                             {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["up", "down"]}}],
              "responses": {"200": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}, "304": {}}},
            "post": {"operationId": "makeThing",
              "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Draft"}}}}, "responses": {"201": {}}}}},
          "webhooks": {"thing.made": {"post": {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}},
          "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}, "schemas": {
            "Thing": {"type": "object", "required": ["name", "state"], "properties": {
              "name": {"type": "string"}, "state": {"type": "string", "enum": ["draft", "public"]}, "at": {"type": "string", "format": "date-time"},
              "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}},
            "Draft": {"type": "object", "required": ["name"], "properties": {
              "name": {"type": "string", "maxLength": 200}, "note": {"type": ["null", "string"]}, "of": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Draft"}]}}}}}
        }
        """;

    [Fact]
    public async Task Nothing_that_was_released_is_broken_unless_it_is_declared()
    {
        var released = JsonSerializer.SerializeToElement(ContractFile.ReadYaml(await File.ReadAllTextAsync(Repository.Locate(Released))));
        var present = JsonSerializer.SerializeToElement(ContractFile.ReadYaml(await File.ReadAllTextAsync(Repository.Locate("openapi.yaml"))));
        var breaks = BreakingChanges.Between(released, present);

        Assert.All(DeclaredBreak.All, declared => Assert.NotEqual("", declared.Reason));
        AssertNone("broken and not declared", breaks.Except(DeclaredBreak.All.Select(declared => declared.Change)));
        AssertNone("declared, though nothing is broken", DeclaredBreak.All.Select(declared => declared.Change).Except(breaks));
    }

    [Fact]
    public void The_same_breaks_nothing() => Assert.Empty(Breaks(_ => { }));

    [Theory]
    [InlineData("/paths/~1things/get", null, "listThings: is no more")]
    [InlineData("/paths/~1things/get/operationId", "\"getThings\"", "listThings: is called getThings")]
    [InlineData("/paths/~1things/get/security/0", null, "listThings: needs a key now")]
    [InlineData("/webhooks/thing.made", null, "thing.made: is not sent any more")]
    [InlineData("/components/schemas/Thing/properties/at", null, "thing.made.at: is no more")]
    [InlineData("/paths/~1things/get/parameters/0", null, "listThings: takes no query parameter limit any more")]
    [InlineData("/paths/~1things/get/parameters/0/required", "true", "listThings query parameter limit: is required now")]
    [InlineData("/paths/~1things/get/parameters/-", """{"name": "new", "in": "header", "required": true, "schema": {}}""", "listThings header parameter new: is required now")]
    [InlineData("/paths/~1things/get/parameters/0/schema/maximum", "50", "limit: its maximum was 100, is 50")]
    [InlineData("/paths/~1things/get/parameters/0/schema/minimum", "2", "limit: its minimum was 1, is 2")]
    [InlineData("/paths/~1things/get/parameters/2/schema/enum", "[\"up\"]", "sort: \"down\" is no value any more")]
    [InlineData("/paths/~1things/get/parameters/0/schema/default", "50", "limit: its default was 20, is 50")]
    [InlineData("/paths/~1things/get/parameters/0/schema/default", null, "limit: its default was 20, is none")]
    [InlineData("/paths/~1things/get/parameters/1/explode", "true", "ids: its explode was false, is true")]
    [InlineData("/paths/~1things/get/parameters/1/style", "\"pipeDelimited\"", "ids: its style was unsaid, is \"pipeDelimited\"")]
    [InlineData("/servers/0", null, "servers: / is no more")]
    [InlineData("/components/securitySchemes/bearer", null, "key bearer: its type was \"http\", is unsaid")]
    [InlineData("/components/securitySchemes/bearer/scheme", "\"basic\"", "key bearer: its scheme was \"bearer\", is \"basic\"")]
    [InlineData("/paths/~1things/get/responses/304", null, "listThings 304: is not answered any more")]
    [InlineData("/paths/~1things/get/responses/200/headers/ETag", null, "listThings 200: has no header ETag any more")]
    [InlineData("/paths/~1things/get/responses/200/content", """{"text/html": {}}""", "listThings 200: is no application/json any more")]
    [InlineData("/paths/~1things/post/requestBody", null, "makeThing: takes no body any more")]
    [InlineData("/paths/~1things/post/requestBody/required", "true", "makeThing body: is required now")]
    [InlineData("/paths/~1things/post/requestBody/content", """{"text/html": {}}""", "makeThing body: takes no application/json any more")]
    [InlineData("/components/schemas/Thing/properties/at", null, "listThings 200.at: is no more")]
    [InlineData("/components/schemas/Thing/properties/at/format", null, "listThings 200.at: had the format date-time, has none")]
    [InlineData("/components/schemas/Thing/required", "[\"name\"]", "listThings 200.state: may be missing now")]
    [InlineData("/components/schemas/Thing/properties/name/type", "[\"null\", \"string\"]", "listThings 200.name: was string, is null or string")]
    [InlineData("/components/schemas/Thing/properties/state/enum", "[\"public\"]", "listThings 200.state: \"draft\" is no value any more")]
    [InlineData("/components/schemas/Draft/required", "[\"name\", \"note\"]", "makeThing body.note: is required now")]
    [InlineData("/components/schemas/Draft/properties/note", null, "makeThing body.note: is no more")]
    [InlineData("/components/schemas/Draft/properties/note/type", "\"string\"", "makeThing body.note: was null or string, is string")]
    [InlineData("/components/schemas/Draft/properties/name/maxLength", "100", "makeThing body.name: its maxLength was 200, is 100")]
    [InlineData("/components/schemas/Draft/properties/name/pattern", "\"a\"", "makeThing body.name: had the pattern of any text, has a")]
    [InlineData("/components/schemas/Draft/properties/name/enum", "[\"a\"]", "makeThing body.name: is one of some words now")]
    public void A_break_is_found(string pointer, string? value, string found) =>
        Assert.Contains(Breaks(document => Set(document, pointer, value)), change => change.Contains(found, StringComparison.Ordinal));

    [Theory]
    [InlineData("/paths/~1things/get/parameters/-", """{"name": "new", "in": "query", "schema": {"type": "string"}}""")]
    [InlineData("/paths/~1things/get/parameters/0/schema/maximum", "200")]
    [InlineData("/paths/~1things/get/parameters/2/schema/enum", """["up", "down", "aside"]""")]
    [InlineData("/paths/~1things/get/responses/410", "{}")]
    [InlineData("/paths/~1things/delete", """{"operationId": "clear", "responses": {}}""")]
    [InlineData("/components/schemas/Thing/properties/more", """{"type": "string"}""")]
    [InlineData("/components/schemas/Draft/properties/more", """{"type": "string"}""")]
    [InlineData("/components/schemas/Draft/required", "[]")]
    public void What_adds_breaks_nothing(string pointer, string value) => Assert.Empty(Breaks(document => Set(document, pointer, value)));

    // All of them, as who declares them must copy each: Assert.Empty would cut the list short.
    private static void AssertNone(string what, IEnumerable<string> changes)
    {
        var all = changes.ToList();
        Assert.True(all.Count == 0, $"{all.Count} {what}:\n{string.Join('\n', all)}");
    }

    private static IReadOnlyList<string> Breaks(Action<JsonNode> change)
    {
        var after = JsonNode.Parse(Document)!;
        change(after);
        return BreakingChanges.Between(JsonElement.Parse(Document), JsonSerializer.SerializeToElement(after));
    }

    // Puts a value where a pointer leads, or takes away what lies there; "-" is the end of a list.
    private static void Set(JsonNode document, string pointer, string? value)
    {
        var parts = pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var parent = parts[..^1].Aggregate(document, (node, part) => node is JsonArray list ? list[Number(part)]! : node[part]!);
        var json = value is null ? null : JsonNode.Parse(value);
        switch (parent)
        {
            case JsonArray list when parts[^1] == "-":
                list.Add(json);
                break;
            case JsonArray list:
                list.RemoveAt(Number(parts[^1]));
                break;
            case JsonObject map when json is null:
                map.Remove(parts[^1]);
                break;
            default:
                parent[parts[^1]] = json;
                break;
        }
    }

    private static int Number(string part) => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture);
}
