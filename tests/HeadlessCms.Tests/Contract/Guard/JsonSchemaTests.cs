using System.Text.Json;
using Xunit;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Each keyword, on both sides of its border.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":["null","integer"]}""", "null", "1.5")]
    [InlineData("""{"type":"integer"}""", "2.0", "\"2\"")]
    [InlineData("""{"type":"number"}""", "2.5", "true")]
    [InlineData("""{"type":"boolean"}""", "false", "null")]
    [InlineData("""{"type":"array"}""", "[]", "{}")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", "\"c\"")]
    [InlineData("""{"const":1}""", "1", "2")]
    [InlineData("""{"maxLength":2}""", "\"𠮷𠮷\"", "\"abc\"")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"𠮷\"")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"news\"", "\"news\\n\"")]
    [InlineData("""{"pattern":"\\d"}""", "\"a1\"", "\"٣\"")]
    [InlineData("""{"pattern":"b"}""", "\"abc\"", "\"ac\"")]
    [InlineData("""{"format":"uuid"}""", "\"0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11\"", "\"0190f3c2\"")]
    [InlineData("""{"format":"date"}""", "\"2024-02-29\"", "\"2023-02-29\"")]
    [InlineData("""{"format":"date-time"}""", "\"2021-04-20T04:11:00+08:00\"", "\"2021-04-20T04:11:00\"")]
    [InlineData("""{"format":"uri"}""", "\"https://example.gov.cn/a\"", "\"/a\"")]
    [InlineData("""{"format":"uri-reference"}""", "\"/v1/articles\"", "\"a b\"")]
    [InlineData("""{"format":"email"}""", "\"a@example.gov.cn\"", "\"a\"")]
    [InlineData("""{"minimum":1}""", "1", "0")]
    [InlineData("""{"maximum":9007199254740991}""", "9007199254740991", "9007199254740992")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.1", "1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0", "1")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", """["a",1]""")]
    [InlineData("""{"minItems":1}""", "[1]", "[]")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"uniqueItems":true}""", """[1,"1"]""", """[{"a":1},{"a":1}]""")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"","b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":""}""", """{"a":1}""")]
    [InlineData("""{"oneOf":[{"type":"null"},{"$ref":"#/$defs/name"}]}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":2}]}""", "3", "2")]
    [InlineData("""{"anyOf":[{"minimum":3},{"maximum":1}]}""", "1", "2")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "2", "3")]
    [InlineData("""{"$ref":"#/$defs/name"}""", "\"ab\"", "\"a\"")]
    [InlineData("true", "1", null)]
    [InlineData("false", null, "1")]
    public void It_knows_what_is_valid(string schema, string? valid, string? invalid)
    {
        using var document = JsonDocument.Parse("""{"$defs":{"name":{"type":"string","minLength":2}}}""");
        var compiled = JsonSchema.Compile(JsonElement.Parse(schema), new JsonSchemas(document.RootElement));

        Assert.Empty(valid is null ? [] : compiled.FaultsOf(JsonElement.Parse(valid)));
        Assert.True(invalid is null || compiled.FaultsOf(JsonElement.Parse(invalid)).Count > 0, $"{invalid} passed {schema}");
    }

    [Fact]
    public void It_says_where_a_fault_lies()
    {
        var schema = JsonSchema.Compile(
            JsonElement.Parse("""{"properties":{"items":{"items":{"properties":{"slug":{"type":"string"}}}}}}"""), new JsonSchemas(default));

        Assert.Equal(["/items/1/slug: is 7, not string"], schema.FaultsOf(JsonElement.Parse("""{"items":[{"slug":"a"},{"slug":7}]}""")));
    }

    [Theory]
    [InlineData("""{"propertyNames":{}}""", "propertyNames")]
    [InlineData("""{"properties":{"a":{"dependentRequired":{}}}}""", "dependentRequired")]
    [InlineData("""{"format":"hostname"}""", "hostname")]
    public void It_refuses_what_it_does_not_know(string schema, string named) => Assert.Contains(
        named, Assert.Throws<NotSupportedException>(() => JsonSchema.Compile(JsonElement.Parse(schema), new JsonSchemas(default))).Message, StringComparison.Ordinal);
}
