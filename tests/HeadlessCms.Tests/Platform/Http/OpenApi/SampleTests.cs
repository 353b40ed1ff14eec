using System.Text.Json;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.OpenApi;

/// <summary>That the document says what metadata, types and rules say.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private JsonElement _document;

    public async ValueTask InitializeAsync() => _document = await Sample.DocumentAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("limit", """{"maximum":100,"minimum":1,"type":"integer","format":"int32","default":20}""")]
    [InlineData("cursor", """{"maxLength":512,"minLength":1,"pattern":"^[A-Za-z0-9_.-]+$","type":"string"}""")]
    [InlineData("sort", """{"enum":["name","-name"],"type":"string","default":"name"}""")]
    [InlineData("include", """{"maxItems":2,"minItems":1,"uniqueItems":true,"type":"array","items":{"enum":["body","views"],"type":"string"}}""")]
    [InlineData("ids", """{"maxItems":50,"minItems":1,"type":"array","items":{"maxLength":36,"type":"string","format":"uuid"}}""")]
    [InlineData("after", """{"maxLength":64,"type":"string","format":"date-time"}""")]
    [InlineData("from", """{"maxLength":10,"type":"string","format":"date"}""")]
    [InlineData("featured", """{"type":"boolean"}""")]
    public void A_query_parameter_has_its_bounds(string name, string schema) =>
        Same(schema, Parameter("/things", "get", name).GetProperty("schema"));

    [Fact]
    public void Lists_in_a_query_are_separated_by_commas() =>
        Assert.False(Parameter("/things", "get", "ids").GetProperty("explode").GetBoolean());

    [Theory]
    [InlineData("/things/{id}", "get", "id", """{"maxLength":80,"minLength":1,"pattern":"^([a-z0-9]+(-[a-z0-9]+)*|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$","type":"string"}""")]
    [InlineData("/things/{id}/versions/{number}", "get", "id", """{"maxLength":36,"type":"string","format":"uuid"}""")]
    [InlineData("/things/{id}/versions/{number}", "get", "number", """{"maximum":2147483647,"minimum":1,"type":"integer","format":"int32"}""")]
    [InlineData("/things/{id}", "get", "Prefer", """{"maxLength":64,"type":"string"}""")]
    public void A_path_parameter_or_header_has_its_bounds(string path, string method, string name, string schema) =>
        Same(schema, Parameter(path, method, name).GetProperty("schema"));

    [Fact]
    public void A_write_with_precondition_demands_If_Match()
    {
        Assert.True(Parameter("/things/{id}", "patch", "If-Match").GetProperty("required").GetBoolean());
        Assert.Equal("#/components/responses/PreconditionRequired", ReferenceOf(Answer("/things/{id}", "patch", "428")));
    }

    [Theory]
    [InlineData("/things", "get", "200", "ETag Last-Modified Cache-Control Vary Content-Encoding Link RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    [InlineData("/things", "post", "201", "Location ETag Cache-Control Vary RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    [InlineData("/things/{id}", "get", "304", "ETag Last-Modified Cache-Control Vary RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    [InlineData("/things/{id}", "get", "308", "Location Cache-Control Vary RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    [InlineData("/things/{id}", "patch", "200", "ETag Cache-Control Vary RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    [InlineData("/things/{id}/picture", "get", "200", "Content-Disposition RateLimit RateLimit-Policy X-Request-Id X-Content-Type-Options")]
    public void An_answer_has_its_headers(string path, string method, string status, string headers) => Assert.Equal(
        headers.Split(' '), Answer(path, method, status).GetProperty("headers").EnumerateObject().Select(header => header.Name));

    [Fact]
    public void A_file_is_bytes_and_a_drawing_is_text()
    {
        var content = Answer("/things/{id}/picture", "get", "200").GetProperty("content");
        Same("""{"maxLength":2147483647,"type":"string","format":"binary"}""", content.GetProperty("image/png").GetProperty("schema"));
        Assert.True(content.GetProperty("image/svg+xml").GetProperty("schema").TryGetProperty("maxLength", out _));
        Same("""{"maxLength":2147483647,"minLength":1,"type":"string","format":"binary"}""", Property("UploadForm", "file"));
    }

    [Theory]
    [InlineData("name", """{"maxLength":100,"minLength":1,"pattern":"\\S","type":"string"}""")]
    [InlineData("slug", """{"maxLength":80,"pattern":"^[a-z]+$","type":["null","string"]}""")]
    [InlineData("note", """{"maxLength":8388608,"type":["null","string"]}""")]
    [InlineData("position", """{"exclusiveMaximum":1000,"minimum":0,"type":["null","integer"],"format":"int32"}""")]
    [InlineData("level", """{"maximum":9,"minimum":1,"type":["null","integer"],"format":"int32"}""")]
    [InlineData("at", """{"maxLength":64,"type":["null","string"],"format":"date-time"}""")]
    [InlineData("keywords", """{"maxItems":20,"minItems":1,"type":"array","items":{"maxLength":50,"minLength":1,"pattern":"\\S","type":"string"}}""")]
    [InlineData("maker", """{"$ref":"#/components/schemas/MakerDraft"}""")]
    public void A_rule_is_in_the_schema(string property, string schema) => Same(schema, Property("ThingDraft", property));

    [Fact]
    public void A_rule_of_a_child_is_in_the_childs_schema()
    {
        Same("""{"maxLength":200,"minLength":1,"pattern":"\\S","type":"string"}""", Property("MakerDraft", "name"));
        Assert.Equal(["name"], Words(Schema("MakerDraft").GetProperty("required")));
        Assert.Equal(["keywords", "maker", "name"], Words(Schema("ThingDraft").GetProperty("required")).Order());
    }

    [Fact]
    public void A_patch_may_leave_out_all_and_take_away_what_is_not_required()
    {
        var body = Operation("/things/{id}", "patch").GetProperty("requestBody").GetProperty("content");
        Assert.Equal(["application/merge-patch+json", "application/json"], body.EnumerateObject().Select(type => type.Name));
        Assert.All(body.EnumerateObject(), type => Assert.Equal("#/components/schemas/ThingDraftPatch", ReferenceOf(type.Value.GetProperty("schema"))));
        Assert.False(Schema("ThingDraftPatch").TryGetProperty("required", out _));
        Assert.False(Schema("MakerDraftPatch").TryGetProperty("required", out _));
        Assert.Equal("string", Property("ThingDraftPatch", "name").GetProperty("type").GetString());
        Assert.Equal(["null", "string"], Words(Property("ThingDraftPatch", "slug").GetProperty("type")));
        Assert.Equal("#/components/schemas/MakerDraftPatch", ReferenceOf(Property("ThingDraftPatch", "maker")));
    }

    [Theory]
    [InlineData("second", """{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Colour"}]}""")]
    [InlineData("seenAt", """{"maxLength":64,"type":["null","string"],"format":"date-time"}""")]
    [InlineData("views", """{"maximum":9007199254740991,"minimum":0,"type":"integer","format":"int64"}""")]
    [InlineData("total", """{"maximum":9007199254740991,"minimum":0,"type":"integer","format":"int64"}""")]
    [InlineData("former", """{"$ref":"#/components/schemas/Maker"}""")]
    public void What_can_be_null_says_so_and_what_is_left_out_does_not(string property, string schema) =>
        Same(schema, Property("Thing", property));

    [Fact]
    public void Words_are_text() => Same("""{"enum":["red","darkBlue"],"type":"string"}""", Schema("Colour"));

    [Theory]
    [InlineData("state", """{"enum":["new","old",null],"type":["null","string"]}""")]
    [InlineData("marks", """{"maxItems":100000,"type":"array","items":{"enum":["a","b"],"type":"string"}}""")]
    public void What_an_answer_says_in_few_words_is_an_enumeration(string property, string schema) => Same(schema, Property("Thing", property));

    [Fact]
    public void A_page_is_named_after_its_items() => Assert.Equal(
        "#/components/schemas/ThingPage",
        ReferenceOf(Answer("/things", "get", "200").GetProperty("content").GetProperty("application/json").GetProperty("schema")));

    [Fact]
    public void A_scope_is_demanded_where_the_route_says_so()
    {
        Assert.Contains("`articles:write`", Operation("/things", "post").GetProperty("description").GetString());
        Same("""[{"bearer":[]}]""", Operation("/things", "post").GetProperty("security"));
        Same("""[{},{"bearer":[]}]""", Operation("/things", "get").GetProperty("security"));
    }

    [Fact]
    public void What_will_be_taken_away_says_so_with_its_headers()
    {
        Assert.True(Operation("/things/old", "get").GetProperty("deprecated").GetBoolean());
        Assert.False(Operation("/things", "get").TryGetProperty("deprecated", out _));
        var problems = _document.GetProperty("components").GetProperty("responses").EnumerateObject().Select(problem => problem.Value);
        Assert.All(problems.Append(Answer("/things/old", "get", "204")), answer => Assert.Subset(
            answer.GetProperty("headers").EnumerateObject().Select(header => header.Name).ToHashSet(), new HashSet<string> { "Deprecation", "Sunset", "Link" }));
    }

    [Fact]
    public void Only_what_can_happen_is_listed()
    {
        Assert.Equal(
            ["204", "400", "401", "408", "414", "429", "431", "500", "503"],
            Operation("/things/upload", "post").GetProperty("responses").EnumerateObject().Select(answer => answer.Name));
        Assert.False(_document.GetProperty("paths").GetProperty("/things").TryGetProperty("head", out _));
        Assert.False(_document.GetProperty("components").GetProperty("responses").TryGetProperty("RangeNotSatisfiable", out _));
    }

    private JsonElement Operation(string path, string method) => _document.GetProperty("paths").GetProperty(path).GetProperty(method);

    private JsonElement Answer(string path, string method, string status) => Operation(path, method).GetProperty("responses").GetProperty(status);

    private JsonElement Parameter(string path, string method, string name) => Operation(path, method).GetProperty("parameters")
        .EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == name);

    private JsonElement Schema(string name) => _document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private JsonElement Property(string schema, string name) => Schema(schema).GetProperty("properties").GetProperty(name);

    private static string? ReferenceOf(JsonElement element) => element.GetProperty("$ref").GetString();

    private static IEnumerable<string?> Words(JsonElement array) => array.EnumerateArray().Select(word => word.GetString());

    private static void Same(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"expected {expected}, got {actual.GetRawText()}");
}
