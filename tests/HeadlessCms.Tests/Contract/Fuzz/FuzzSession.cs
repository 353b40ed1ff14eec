using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using Xunit.Sdk;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>A row of requests that chance makes and one seed decides, sent to a running portal one after the other.</summary>
internal sealed class FuzzSession
{
    private const int MostBytesShown = 4000;

    private readonly ContractFile _document = ContractFile.Committed;
    private readonly FuzzPool _pool = new();
    private readonly List<string> _faults = [];
    private readonly HttpClient _client;
    private readonly ulong _seed;
    private readonly Draw _draw;
    private readonly FuzzBuilder _builder;
    private readonly FuzzJudge _judge;

    /// <param name="client">A client without the guard, which this asks itself.</param>
    /// <param name="seed">What decides everything.</param>
    public FuzzSession(HttpClient client, ulong seed)
    {
        (_client, _seed, _draw) = (client, seed, new Draw(seed));
        _builder = new(_draw, _document, _pool);
        _judge = new(_document, BeyondSchemas.All);
    }

    /// <summary>How many requests were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends so many requests; what was wrong, each with its curl line.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(int requests)
    {
        // So that there is something to name: what comes first, makes.
        foreach (var maker in (string[])["createCategory", "createCategory", "uploadAttachment", "uploadAttachment", "createArticle", "createArticle", "createKey", "createPreview"])
        {
            await SendAsync(_builder.Build(_document.Operations.Single(operation => operation.Id == maker)));
        }
        while (Sent < requests)
        {
            var operation = _draw.One(_document.Operations);
            await SendAsync(_draw.OnceIn(20) ? _builder.OfAnyMethod(operation) : _builder.Build(operation));
        }
        return _faults;
    }

    private async Task SendAsync(FuzzRequest request)
    {
        Sent++;
        using var message = request.ToMessage();
        var operation = _document.Find(request.Method, message.RequestUri!.AbsolutePath);
        var requestFaults = operation is null ? [] : await RequestCheck.FaultsAsync(operation, message, _document);
        using var response = await _client.SendAsync(message);
        var body = await ReadAsync(response);
        var faults = _judge.FaultsOf(request, operation, requestFaults, (int)response.StatusCode, response.Content.Headers.Allow, body).ToList();
        faults.AddRange(await GuardFaultsAsync(message, response));
        if (faults.Count > 0)
        {
            var said = await response.Content.ReadAsStringAsync();
            _faults.Add($"{operation?.Id ?? "no operation"} → {(int)response.StatusCode} {string.Join("\n    ", faults)}\n  {request}\n  answered {said[..Math.Min(said.Length, MostBytesShown)]}\n  seed {_seed}, request {Sent}");
        }
        if (operation is not null && response.IsSuccessStatusCode && request.Method != HttpMethod.Head)
        {
            _pool.Learn(operation, request, response.Headers.ETag?.ToString(), body);
        }
    }

    private async Task<IReadOnlyList<string>> GuardFaultsAsync(HttpRequestMessage message, HttpResponseMessage response)
    {
        try
        {
            using var guard = new ContractGuard(_document);
            await guard.CheckAsync(message, response);
            return [];
        }
        catch (XunitException fault)
        {
            return [fault.Message];
        }
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentEncoding.Count > 0 || response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) is not true
            || response.Content.Headers.ContentType.MediaType is "application/x-ndjson")
        {
            return null;
        }
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return bytes.Length == 0 ? null : JsonElement.Parse(bytes, JsonText.Reading);
    }
}
