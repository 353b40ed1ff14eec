using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Whether a request is one that the document allows.</summary>
internal static class RequestCheck
{
    // RFC 8259 section 4: names within an object should be unique, and here they are.
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    /// <summary>What is wrong with it, as the rest of a sentence that begins with "its request".</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(ContractOperation operation, HttpRequestMessage request, ContractFile document)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query); // set by the client
        var path = operation.PathValues(request.RequestUri.AbsolutePath)!; // the operation was found by it
        var faults = new List<string>();
        faults.AddRange(query.Keys.Where(name => !operation.Parameters.Any(parameter => parameter.In == "query" && parameter.Name == name))
            .Select(name => $"has the parameter '{name}', which is not declared"));
        foreach (var parameter in operation.Parameters)
        {
            var sent = parameter.In switch
            {
                "path" => path[parameter.Name],
                "query" => query.TryGetValue(parameter.Name, out var values) ? values.ToString() : null,
                _ => request.Headers.NonValidated.TryGetValues(parameter.Name, out var header) ? string.Join(", ", header) : null,
            };
            if (parameter.In == "query" && query.TryGetValue(parameter.Name, out var all) && all.Count > 1)
            {
                faults.Add($"has '{parameter.Name}' {all.Count} times"); // a list is one value, its items separated by commas
            }
            faults.AddRange(sent is not null
                ? parameter.FaultsOf(sent).Select(fault => $"has '{parameter.Name}', which{fault}")
                : parameter.IsRequired ? [$"lacks '{parameter.Name}'"] : []);
        }
        if (operation.NeedsKey && !request.Headers.NonValidated.Contains("Authorization"))
        {
            faults.Add("has no key");
        }
        faults.AddRange(await BodyFaultsAsync(operation, request, document));
        return faults;
    }

    private static async Task<IReadOnlyList<string>> BodyFaultsAsync(ContractOperation operation, HttpRequestMessage request, ContractFile document)
    {
        var type = request.Content?.Headers.ContentType?.MediaType;
        if (operation.Body.ValueKind == JsonValueKind.Undefined)
        {
            return type is null ? [] : [$"has a body ({type}), and none is declared"];
        }
        if (type is null)
        {
            var isThere = request.Content?.Headers.ContentLength > 0;
            return isThere && !operation.Body.GetProperty("content").TryGetProperty("*/*", out _) ? ["has a body that does not say what it is"]
                : !isThere && operation.Body.TryGetProperty("required", out var required) && required.GetBoolean() ? ["has no body"] : [];
        }
        var content = operation.Body.GetProperty("content");
        if (!content.TryGetProperty(type, out var media))
        {
            return content.TryGetProperty("*/*", out _) ? [] : [$"is {type}, which is not declared"];
        }
        var charset = request.Content!.Headers.ContentType!.CharSet?.Trim('"');
        if (type.EndsWith("json", StringComparison.Ordinal) && charset is not null && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return [$"is in {charset}, and JSON is in UTF-8"]; // RFC 8259 section 8.1
        }
        var schema = media.GetProperty("schema");
        if (request.Content is MultipartFormDataContent form)
        {
            return await FormFaultsAsync(form, document.Follow(schema), document);
        }
        // A stream is gone once it was sent.
        if (!(type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal)) || request.Content is StreamContent)
        {
            return [];
        }
        try
        {
            var bytes = (ReadOnlyMemory<byte>)await request.Content.ReadAsByteArrayAsync();
            // A reader may skip a byte order mark (RFC 8259 section 8.1), and ours does.
            return FaultsOf(JsonElement.Parse(bytes.Span[(bytes.Span.StartsWith("\uFEFF"u8) ? 3 : 0)..], Once), schema, document);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) // the second is half of a surrogate pair
        {
            return [$"body is no JSON: {fault.Message}"];
        }
    }

    // A part is a property (OpenAPI 3.1, "Encoding Object"); a file is its bytes, and a stream of them is gone once it was sent.
    private static async Task<IReadOnlyList<string>> FormFaultsAsync(MultipartFormDataContent form, JsonElement schema, ContractFile document)
    {
        var body = new JsonObject();
        foreach (var part in form)
        {
            var said = part.Headers.ContentDisposition!; // the form's Add writes it
            var name = said.Name!.Trim('"');
            if (body.ContainsKey(name))
            {
                return [$"form has '{name}' twice"];
            }
            var isKnown = schema.GetProperty("properties").TryGetProperty(name, out var property);
            body[name] = said.FileName is not null ? (part is not StreamContent && await part.ReadAsByteArrayAsync() is [] ? "" : "bytes") : JsonNode.Parse(
                HeaderText.Read(await part.ReadAsStringAsync(), isKnown ? property : JsonElement.Parse("{}")).GetRawText());
        }
        return FaultsOf(JsonSerializer.SerializeToElement(body), schema, document);
    }

    private static IReadOnlyList<string> FaultsOf(JsonElement body, JsonElement schema, ContractFile document) =>
        [.. document.Schemas.Of(schema).FaultsOf(body).Select(fault => $"body{fault}")];
}
