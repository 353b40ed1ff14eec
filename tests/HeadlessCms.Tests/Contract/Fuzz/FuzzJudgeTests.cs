using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>The judge of the fuzz itself: what passes it, and each thing that does not.</summary>
public sealed class FuzzJudgeTests
{
    private const string Document =
        """
        {"paths": {"/things/{id}": {
          "get": {"operationId": "getThing", "responses": {"200": {}}},
          "put": {"operationId": "putThing", "security": [{"bearer": []}], "responses": {"200": {}}}}}}
        """;

    private static readonly ContractFile File = new(JsonNode.Parse(Document)!);
    private static readonly FuzzJudge Judge = new(File, [new("putThing", "/a", "odd", "so")]);
    private static readonly FuzzRequest Put = new()
    {
        Method = HttpMethod.Put,
        Path = "/things/1",
        Headers = [("Authorization", $"Bearer {Portal.AdminKey}")],
        Body = """{"a":"there"}""",
        Type = "application/json",
    };

    [Theory]
    [InlineData(200, null)]
    [InlineData(404, null)]
    [InlineData(503, "is the server's fault")]
    [InlineData(415, "refuses what the document allows")]
    public void A_valid_request_is_taken(int status, string? fault) => Expect(fault, Faults(Put, status));

    [Theory]
    [InlineData(400, null)]
    [InlineData(415, null)]
    [InlineData(200, "succeeds though its request has no sense")]
    public void An_invalid_one_is_not(int status, string? fault) => Expect(fault, Faults(Put, status, "has no sense"));

    [Theory]
    [InlineData("/a", "odd", null)]
    [InlineData("/a", "even", "/a even")]
    [InlineData("/a/b", "odd", "/a/b odd")]
    public void A_refusal_is_explained_by_the_table_alone(string place, string code, string? fault) =>
        Expect(fault, Faults(Put, 400, refusal: $$"""{"errors":[{"pointer":"{{place}}","code":"{{code}}"}]}"""));

    [Fact]
    public void What_is_there_cannot_be_unknown() => Expect(
        "/a odd", Faults(Put with { IsThere = (_, name) => name == "there" }, 400, refusal: """{"errors":[{"pointer":"/a","code":"odd"}]}"""));

    [Fact]
    public void Without_a_key_or_with_a_forged_one_it_is_401()
    {
        var forged = Put with { Headers = [("Authorization", "Bearer none")] };
        Expect(null, Faults(Put with { Headers = [] }, 401));
        Expect("needs a key", Faults(Put with { Headers = [] }, 404));
        Expect(null, Faults(forged, 401));
        Expect("a key that is none", Faults(forged with { Method = HttpMethod.Get }, 200));
    }

    [Theory]
    [InlineData(410, null)]
    [InlineData(404, null)]
    [InlineData(200, "knows what was deleted")]
    [InlineData(409, "knows what was deleted")]
    public void What_was_deleted_is_gone(int status, string? fault) => Expect(fault, Faults(Put with { IsGone = true }, status));

    [Theory]
    [InlineData("POST", 405, "GET, HEAD, PUT, OPTIONS", null)]
    [InlineData("OPTIONS", 204, "GET, HEAD, PUT, OPTIONS", null)]
    [InlineData("POST", 404, "GET, HEAD, PUT, OPTIONS", "not 405")]
    [InlineData("POST", 405, "GET, PUT, OPTIONS", "says Allow: GET, PUT, OPTIONS")]
    public void A_method_that_is_none_is_405_with_those_that_are(string method, int status, string allow, string? fault)
    {
        var request = Put with { Method = HttpMethod.Parse(method) };
        Expect(fault, [.. Judge.FaultsOf(request, null, [], status, allow.Split(", "), null)]);
    }

    [Fact]
    public void A_failure_is_shown_by_a_line_that_does_it_again() => Assert.Equal(
        """curl -i -X POST 'http://127.0.0.1:5080/a?b=%00' -H 'If-Match: "x"' -H 'Content-Type: application/json' --data-binary $'{"it\'s":"\x01"}'""",
        new FuzzRequest
        {
            Method = HttpMethod.Post,
            Path = "/a",
            Query = "b=%00",
            Headers = [("If-Match", "\"x\"")],
            Body = "{\"it's\":\"\u0001\"}",
            Type = "application/json",
        }.ToString());

    [Fact]
    public void Every_rule_beyond_the_schemas_is_of_an_operation_and_says_why() => Assert.All(BeyondSchemas.All, rule =>
    {
        Assert.Contains(ContractFile.Committed.Operations, operation => System.Text.RegularExpressions.Regex.IsMatch(operation.Id, $"^(?:{rule.Operations})$"));
        Assert.NotEqual("", rule.Reason);
    });

    private static void Expect(string? fault, IReadOnlyList<string> found)
    {
        if (fault is null)
        {
            Assert.Empty(found);
        }
        else
        {
            Assert.Contains(found, one => one.Contains(fault, StringComparison.Ordinal));
        }
    }

    private static List<string> Faults(FuzzRequest request, int status, string? wrong = null, string refusal = """{"type":"/problems/x"}""") =>
        [.. Judge.FaultsOf(request, File.Find(request.Method, request.Path), wrong is null ? [] : [wrong], status, [], JsonElement.Parse(refusal))];
}
