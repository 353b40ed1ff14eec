using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>
/// Stands between every client of the tests and the API, and holds each exchange to <c>openapi.yaml</c>: an answer that the
/// document does not declare to the last header and property fails the test, and so does success for a request that
/// the document calls invalid.
/// </summary>
internal sealed class ContractGuard(ContractFile document, ContractCoverage? coverage = null) : DelegatingHandler
{
    // Pages for people, which are no operations.
    private static readonly string[] Pages = ["/docs"];

    /// <summary>One that holds to the repository's document, and counts for the run.</summary>
    public ContractGuard() : this(ContractFile.Committed, ContractCoverage.OfTheRun)
    {
    }

    /// <summary>Holds one exchange to the document.</summary>
    public async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath); // set by the client
        if (request.Method == HttpMethod.Options || Pages.Any(page => path.StartsWith(page, StringComparison.Ordinal)))
        {
            return;
        }
        var status = (int)response.StatusCode;
        var faults = document.Find(request.Method, request.RequestUri.AbsolutePath) is not { } operation
            ? await StrayFaultsAsync(response, status)
            : operation.Answers.GetValueOrDefault(status) is not { } answer
                ? [$"its status is not declared; declared are {string.Join(", ", operation.Answers.Keys)}"]
                : await FaultsAsync(operation, answer, request, response);
        if (faults.Count > 0)
        {
            var message = $"{request.Method} {request.RequestUri.PathAndQuery} → {status} is not as openapi.yaml says:\n  {string.Join("\n  ", faults)}";
            coverage?.Faults.Enqueue(message);
            Assert.Fail(message);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await CheckAsync(request, response);
        return response;
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(
        ContractOperation operation, ContractAnswer answer, HttpRequestMessage request, HttpResponseMessage response)
    {
        coverage?.Count(operation.Id, (int)response.StatusCode);
        var faults = new List<string>(answer.HeaderFaults(HeadersOf(response)));
        var isBodiless = request.Method == HttpMethod.Head;
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!isBodiless && answer.TypeFault(type) is { } fault)
        {
            faults.Add(fault);
        }
        if (!isBodiless && type is not null && IsJson(type) && await ReadAsync(response.Content) is { } body)
        {
            faults.AddRange(FieldSelection.Of(request).Judge(answer.BodyFaults(type, body), body));
            coverage?.Record(answer, type, body);
        }
        if (response.IsSuccessStatusCode)
        {
            faults.AddRange((await RequestCheck.FaultsAsync(operation, request, document)).Select(wrong => $"succeeds though its request {wrong}"));
        }
        return faults;
    }

    // What no operation answers is refused like everything else: with a problem document.
    private async Task<IReadOnlyList<string>> StrayFaultsAsync(HttpResponseMessage response, int status)
    {
        if (status is not (404 or 405 or 400 or 401 or 414 or 431))
        {
            return ["the document has no such operation"];
        }
        if (status == 405 && response.Content.Headers.Allow.Count == 0)
        {
            return ["lacks the header 'Allow'"];
        }
        return response.Content.Headers.ContentType?.MediaType != "application/problem+json"
            ? ["is no problem document"]
            : response.RequestMessage?.Method == HttpMethod.Head || await ReadAsync(response.Content) is not { } body ? []
            : document.Schemas.At("#/components/schemas/ProblemDocument").FaultsOf(body);
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) => response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    private static bool IsJson(string type) =>
        type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal);

    // Reading it here leaves it whole for the test.
    private static async Task<JsonElement?> ReadAsync(HttpContent content)
    {
        await content.LoadIntoBufferAsync();
        var bytes = await content.ReadAsByteArrayAsync();
        return bytes.Length == 0 ? null : JsonElement.Parse(Decode(bytes, content.Headers.ContentEncoding.SingleOrDefault()), JsonText.Reading);
    }

    private static byte[] Decode(byte[] bytes, string? coding)
    {
        using var source = new MemoryStream(bytes);
        using Stream decoded = coding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var whole = new MemoryStream();
        decoded.CopyTo(whole);
        return whole.ToArray();
    }
}
