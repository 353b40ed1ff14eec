using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Sdk;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>The guard itself, on a small document: what passes it, and each thing that does not.</summary>
public sealed class ContractGuardTests
{
    private const string Document =
        """
        {
          "paths": {
            "/things": {
              "post": {
                "operationId": "makeThing", "security": [{"bearer": []}],
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
                               {"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string", "pattern": "^\""}}],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"201": {"$ref": "#/components/responses/Made"}, "204": {"headers": {"X-Request-Id": {"schema": {"type": "string"}}}}}
              }
            },
            "/things/first": {"get": {"operationId": "getFirst", "responses": {"204": {}}}},
            "/things/{id}": {"get": {"operationId": "getThing",
              "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^[a-z]+$"}},
                             {"name": "fields", "in": "query", "schema": {"type": "array", "items": {"enum": ["name", "note"]}}}],
              "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}
          },
          "components": {
            "responses": {"Made": {
              "headers": {"X-Request-Id": {"required": true, "schema": {"type": "string", "maxLength": 4}}},
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}},
            "schemas": {
              "Thing": {"type": "object", "required": ["name"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "note": {"type": "string"}}},
              "ProblemDocument": {"type": "object", "required": ["status"], "properties": {"status": {"type": "integer"}}}}
          }
        }
        """;

    private static readonly ContractFile File = new(JsonNode.Parse(Document)!);

    [Fact]
    public async Task What_the_document_says_passes()
    {
        Assert.Null(await FaultAsync(Post(), Answer(HttpStatusCode.Created, "{\"name\":\"a\"}")));
        Assert.Null(await FaultAsync(Post(), Answer(HttpStatusCode.NoContent, null)));
        Assert.Null(await FaultAsync(Get("/things/first"), Answer(HttpStatusCode.NoContent, null, requestId: null)));
        Assert.Null(await FaultAsync(Get("/nowhere"), Answer(HttpStatusCode.NotFound, "{\"status\":404}", "application/problem+json")));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "{\"name\":\"a\"}", "application/json", "1", "its status is not declared; declared are 201, 204")]
    [InlineData(HttpStatusCode.Created, "{\"name\":\"a\"}", "text/plain", "1", "is text/plain, declared is application/json")]
    [InlineData(HttpStatusCode.Created, null, null, "1", "has no body, but application/json is declared")]
    [InlineData(HttpStatusCode.NoContent, "{}", "application/json", "1", "is application/json, declared is no body")]
    [InlineData(HttpStatusCode.Created, "{}", "application/json", "1", "its body: lacks 'name'")]
    [InlineData(HttpStatusCode.Created, "{\"name\":\"a\",\"b\":1}", "application/json", "1", "its body/b: is a property the schema does not know")]
    [InlineData(HttpStatusCode.Created, "{\"name\":\"a\"}", "application/json", "12345", "its header 'X-Request-ID': is longer than 4")]
    [InlineData(HttpStatusCode.Created, "{\"name\":\"a\"}", "application/json", null, "lacks the header 'X-Request-Id', which is declared as required")]
    public async Task An_answer_that_is_not_declared_fails(HttpStatusCode status, string? body, string? type, string? requestId, string fault) =>
        Assert.Contains(fault, await FaultAsync(Post(), Answer(status, body, type, requestId)), StringComparison.Ordinal);

    [Fact]
    public async Task A_header_that_is_not_declared_fails()
    {
        var answer = Answer(HttpStatusCode.Created, "{\"name\":\"a\"}");
        answer.Headers.Add("X-Powered-By", "habit");
        answer.Headers.Add("Date", "Tue, 24 Nov 2026 20:00:00 GMT");

        var fault = await FaultAsync(Post(), answer);
        Assert.Contains("sends a header that is not declared, 'X-Powered-By: habit'", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("Date", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?limit=10", "\"a\"", "{\"name\":\"a\"}", "application/json", true, "has 'limit', which: is 10, against maximum 9")]
    [InlineData("?limit=ten", "\"a\"", "{\"name\":\"a\"}", "application/json", true, "has 'limit', which: is \"ten\", not integer")]
    [InlineData("?size=1", "\"a\"", "{\"name\":\"a\"}", "application/json", true, "has the parameter 'size', which is not declared")]
    [InlineData("", "a", "{\"name\":\"a\"}", "application/json", true, "has 'If-Match', which: is \"a\", not of the form ^\"")]
    [InlineData("", null, "{\"name\":\"a\"}", "application/json", true, "lacks 'If-Match'")]
    [InlineData("", "\"a\"", "{\"name\":\"a\",\"nmae\":1}", "application/json", true, "body/nmae: is a property the schema does not know")]
    [InlineData("", "\"a\"", "{\"name\":\"a\"}", "text/json", true, "is text/json, which is not declared")]
    [InlineData("", "\"a\"", null, null, true, "has no body")]
    [InlineData("", "\"a\"", "{\"name\":\"a\"}", "application/json", false, "has no key")]
    public async Task Success_for_a_request_that_is_not_allowed_fails(
        string query, string? match, string? body, string? type, bool key, string fault) => Assert.Contains(
            $"succeeds though its request {fault}",
            await FaultAsync(Post(query, match, body, type, key), Answer(HttpStatusCode.Created, "{\"name\":\"a\"}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("/things/ab?fields=note", "{\"id\":\"1\",\"note\":\"n\"}", null)]
    [InlineData("/things/ab?fields=note", "{\"id\":\"1\"}", "its body has id, not the fields id, note")]
    [InlineData("/things/ab", "{\"id\":\"1\",\"note\":\"n\"}", "its body: lacks 'name'")]
    [InlineData("/things/AB", "{\"name\":\"a\"}", "has 'id', which: is \"AB\"")]
    public async Task Fields_that_were_selected_are_all_there_is(string path, string body, string? fault)
    {
        var found = await FaultAsync(Get(path), Answer(HttpStatusCode.OK, body, requestId: null));
        Assert.True(fault is null ? found is null : found?.Contains(fault, StringComparison.Ordinal) is true, found);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "{}", "application/json", "the document has no such operation")]
    [InlineData(HttpStatusCode.NotFound, "Not found", "text/plain", "is no problem document")]
    [InlineData(HttpStatusCode.NotFound, "{}", "application/problem+json", "lacks 'status'")]
    [InlineData(HttpStatusCode.MethodNotAllowed, "{\"status\":405}", "application/problem+json", "lacks the header 'Allow'")]
    public async Task What_no_operation_answers_is_a_problem(HttpStatusCode status, string body, string type, string fault) =>
        Assert.Contains(fault, await FaultAsync(Get("/nowhere"), Answer(status, body, type)), StringComparison.Ordinal);

    [Fact]
    public async Task What_passes_is_counted()
    {
        var coverage = new ContractCoverage();
        using var guard = new ContractGuard(File, coverage);
        await guard.CheckAsync(Post(), Answer(HttpStatusCode.Created, "{\"name\":\"a\"}"));

        Assert.Equal([("makeThing", 201)], coverage.Seen);
        Assert.Equal("{\"name\":\"a\"}", Assert.Single(coverage.Bodies).Body);
    }

    [Fact]
    public void What_was_not_reached_is_named_with_what_to_add()
    {
        var judge = new CoverageJudge(
            File, [("makeThing", 201), ("getThing", 200)], [new("getFirst", 204, "so"), new("getThing", 200, "so"), new("getThing", 410, "so")]);

        Assert.Equal((4, 3), (judge.Declared, judge.Accounted));
        Assert.Equal(3, judge.Faults.Count);
        Assert.Contains("new(\"makeThing\", 204, ", judge.Faults[0], StringComparison.Ordinal);
        Assert.Contains("getThing 200 is listed", judge.Faults[1], StringComparison.Ordinal);
        Assert.Contains("declares no such answer", judge.Faults[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_star_lists_a_status_that_no_operation_answers()
    {
        Assert.Empty(new CoverageJudge(File, [("getThing", 200), ("makeThing", 201)], [new("*", 204, "so")]).Faults);
        Assert.Single(new CoverageJudge(File, [("getThing", 200), ("makeThing", 201), ("getFirst", 204)], [new("*", 204, "so")]).Faults);
    }

    private static async Task<string?> FaultAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        using var guard = new ContractGuard(File);
        try
        {
            await guard.CheckAsync(request, response);
            return null;
        }
        catch (XunitException fault)
        {
            return fault.Message;
        }
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, $"http://localhost{path}");

    private static HttpRequestMessage Post(
        string query = "", string? match = "\"a\"", string? body = "{\"name\":\"a\"}", string? type = "application/json", bool key = true)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/things{query}")
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!), // given with every body
        };
        request.Headers.TryAddWithoutValidation("If-Match", match is null ? [] : [match]);
        request.Headers.TryAddWithoutValidation("Authorization", key ? ["Bearer k"] : []);
        return request;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string? body, string? type = "application/json", string? requestId = "1")
    {
        var answer = new HttpResponseMessage(status) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!) }; // given with every body
        answer.Headers.TryAddWithoutValidation("X-Request-Id", requestId is null ? [] : [requestId]);
        return answer;
    }
}
