using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Whether a request is one that the document allows.</summary>
internal static class RequestCheck
{
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
            return operation.Body.TryGetProperty("required", out var required) && required.GetBoolean() ? ["has no body"] : [];
        }
        var content = operation.Body.GetProperty("content");
        if (!content.TryGetProperty(type, out var media))
        {
            return content.TryGetProperty("*/*", out _) ? [] : [$"is {type}, which is not declared"];
        }
        // A stream is gone once it was sent.
        if (!type.EndsWith("json", StringComparison.Ordinal) || request.Content is StreamContent)
        {
            return [];
        }
        var body = await request.Content!.ReadAsByteArrayAsync();
        return [.. JsonSchema.Compile(media.GetProperty("schema"), document.Schemas).FaultsOf(JsonElement.Parse(body)).Select(fault => $"body{fault}")];
    }
}
