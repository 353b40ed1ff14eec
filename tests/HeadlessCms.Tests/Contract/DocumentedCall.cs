using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract;

/// <summary>A call of an operation as whoever has nothing but the document makes it: what is required and no more, by its examples, with a key.</summary>
internal static class DocumentedCall
{
    private const string Id = "0178eb99-0790-73cd-8947-209d1a38f122";

    /// <summary>The request.</summary>
    public static HttpRequestMessage Of(ContractOperation operation)
    {
        var (path, query) = (operation.Path, new List<string>());
        var request = new HttpRequestMessage { Method = operation.Method, Content = Body(operation.Body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "any");
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.IsRequired))
        {
            switch (parameter.In)
            {
                case "path": path = path.Replace($"{{{parameter.Name}}}", Value(parameter), StringComparison.Ordinal); break;
                case "query": query.Add($"{parameter.Name}={Value(parameter)}"); break;
                default: request.Headers.Add(parameter.Name, Value(parameter)); break;
            }
        }
        request.RequestUri = new Uri(query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path, UriKind.Relative);
        return request;
    }

    private static string Value(ContractParameter parameter) => parameter.Example?.ToString()
        ?? (parameter.Schema.GetProperty("type").GetString() is "integer" ? parameter.Schema.GetProperty("minimum").ToString() : Id);

    private static HttpContent? Body(JsonElement body)
    {
        if (body.ValueKind is JsonValueKind.Undefined)
        {
            return null;
        }
        var content = body.GetProperty("content").EnumerateObject().First();
        return content.Name is "multipart/form-data" ? new MultipartFormDataContent { File() }
            : content.Name is "application/x-www-form-urlencoded" ? new FormUrlEncodedContent(Fields(content.Value.GetProperty("schema")))
            : content.Value.TryGetProperty("example", out var example) ? new StringContent(example.GetRawText(), Encoding.UTF8, content.Name)
            : null; // what has no example is not required
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(JsonElement schema) =>
        from field in ContractFile.Committed.Follow(schema).GetProperty("properties").EnumerateObject()
        where field.Value.TryGetProperty("examples", out _)
        select KeyValuePair.Create(field.Name, field.Value.GetProperty("examples")[0].ToString());

    // As a browser writes it: with quotes and a type.
    private static ByteArrayContent File() => new([1, 2, 3])
    {
        Headers =
        {
            ContentDisposition = new("form-data") { Name = "\"file\"", FileName = "\"a.png\"" },
            ContentType = new("image/png"),
        },
    };
}
