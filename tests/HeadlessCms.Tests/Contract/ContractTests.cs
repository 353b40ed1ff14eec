using System.Net;
using System.Text.Json;
using HeadlessCms.Operations;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What every operation of the document owes its readers.</summary>
public sealed class ContractTests(Portals portals)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task The_committed_document_is_what_the_code_says()
    {
        // On one engine: the document is the program's.
        var served = (await portals.On(Engine.Sqlite).Anonymous.GetAsync("/openapi/v1.yaml")).Expect(HttpStatusCode.OK);
        var committed = await File.ReadAllTextAsync(Repository.Locate("openapi.yaml"));

        Assert.True(
            served.Text == committed,
            "openapi.yaml is stale. Regenerate it: dotnet run --project src/HeadlessCms.Api -- openapi");
    }

    [Fact]
    public async Task Json_and_yaml_say_the_same()
    {
        // On one engine: the document is the program's.
        var api = portals.On(Engine.Sqlite).Anonymous;
        var yaml = (await api.GetAsync("/openapi/v1.yaml")).Expect(HttpStatusCode.OK);
        var json = (await api.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK);

        Assert.Equal("application/yaml", yaml.Headers["Content-Type"]);
        Assert.Equal("application/json", json.Headers["Content-Type"]);
        Assert.Equal("3.1.1", json.Json.GetProperty("openapi").GetString());
        Assert.True(JsonElement.DeepEquals(json.Json, JsonSerializer.SerializeToElement(ContractFile.ReadYaml(yaml.Text))));
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v1.yaml")]
    public async Task A_second_look_costs_nothing(string path)
    {
        // On one engine: the document is the program's.
        var api = portals.On(Engine.Sqlite).Anonymous;
        var first = (await api.GetAsync(path)).Expect(HttpStatusCode.OK);

        Assert.Empty((await api.GetAsync(path, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified).Bytes);
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_and_what_it_answers() => Assert.Empty(
        from operation in await OperationsAsync()
        from fault in FaultsOf(operation.Value)
        select $"{operation.Name}: {fault}");

    [Fact]
    public async Task Every_parameter_says_what_it_is_and_how_far_it_goes() => Assert.Empty(
        from operation in await OperationsAsync()
        where operation.Value.TryGetProperty("parameters", out _)
        from parameter in operation.Value.GetProperty("parameters").EnumerateArray()
        where !Says(parameter, "description") || Unbounded(parameter.GetProperty("schema")).Any()
        select $"{operation.Name}: {parameter.GetProperty("name")}");

    [Fact]
    public async Task Every_text_list_and_number_of_every_schema_has_bounds()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();

        Assert.NotEmpty(schemas);
        Assert.Empty(from schema in schemas from place in Unbounded(schema.Value) select $"{schema.Name}{place}");
    }

    [Fact]
    public async Task Operation_ids_are_unique_and_tags_are_described()
    {
        var document = await DocumentAsync();
        var operations = await OperationsAsync();
        var tags = operations.SelectMany(operation => operation.Value.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)).Distinct();

        Assert.Empty(operations.GroupBy(operation => operation.Value.GetProperty("operationId").GetString()).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(tags.Except(ContractInfo.Tags.Select(tag => tag.Name)));
        Assert.All(document.GetProperty("tags").EnumerateArray(), tag => Assert.True(Says(tag, "description")));
    }

    private static IEnumerable<string> FaultsOf(JsonElement operation)
    {
        foreach (var name in (string[])["operationId", "summary", "description"])
        {
            if (!Says(operation, name))
            {
                yield return $"no {name}";
            }
        }
        if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() != 1)
        {
            yield return "not one tag";
        }
        var answers = operation.GetProperty("responses").EnumerateObject().ToList();
        if (!answers.Any(answer => answer.Name[0] == '2'))
        {
            yield return "no success";
        }
        foreach (var answer in answers.Where(answer => answer.Name[0] is '4' or '5'))
        {
            if (!answer.Value.TryGetProperty("$ref", out _))
            {
                yield return $"{answer.Name} is no problem document";
            }
        }
        foreach (var answer in answers.Where(answer => answer.Name[0] == '2' && answer.Value.TryGetProperty("content", out _)))
        {
            if (answer.Value.GetProperty("content").EnumerateObject().Any(content => !content.Value.TryGetProperty("schema", out _)))
            {
                yield return $"{answer.Name} has content without a schema";
            }
        }
    }

    // Where in a schema something has no end; "" is the schema itself.
    private static IEnumerable<string> Unbounded(JsonElement schema)
    {
        var types = schema.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString())] : new[] { type.GetString() }
            : [];
        var isWord = schema.TryGetProperty("enum", out _) || (schema.TryGetProperty("format", out var format) && format.GetString() == "binary");
        if ((types.Contains("string") && !isWord && !schema.TryGetProperty("maxLength", out _))
            || (types.Contains("array") && !schema.TryGetProperty("maxItems", out _))
            || (types.Contains("integer") && !(HasLimit(schema, "inimum") && HasLimit(schema, "aximum")))
            || (types.Contains("integer") && types.Contains("string")))
        {
            yield return "";
        }
        if (schema.TryGetProperty("items", out var items))
        {
            foreach (var place in Unbounded(items))
            {
                yield return $"/items{place}";
            }
        }
        foreach (var property in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default)
        {
            foreach (var place in Unbounded(property.Value))
            {
                yield return $"/{property.Name}{place}";
            }
        }
    }

    private static bool HasLimit(JsonElement schema, string end) => schema.EnumerateObject().Any(keyword => keyword.Name.EndsWith(end, StringComparison.Ordinal));

    private static bool Says(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && !string.IsNullOrWhiteSpace(text.GetString());

    // On one engine: the document is the program's.
    private async Task<JsonElement> DocumentAsync() =>
        (await portals.On(Engine.Sqlite).Anonymous.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Json;

    private async Task<IReadOnlyList<(string Name, JsonElement Value)>> OperationsAsync()
    {
        var operations = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", operation.Value)))
            .ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.Contains(operation.Name.Split(' ')[0], Methods));
        return operations;
    }
}
