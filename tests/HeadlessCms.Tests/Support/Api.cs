using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>A caller of the API, as any client would be: paths, JSON, headers.</summary>
public sealed class Api(HttpClient http, string? key)
{
    /// <summary>The client below, for what this does not do; it sends no key.</summary>
    public HttpClient Http => http;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), headers);

    public Task<Answer> PutAsync(string path, object body, string? ifMatch, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body), WithIfMatch(ifMatch, headers));

    public Task<Answer> PatchAsync(string path, object body, string? ifMatch, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, JsonContent.Create(body), WithIfMatch(ifMatch, headers));

    public Task<Answer> DeleteAsync(string path, string? ifMatch, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, WithIfMatch(ifMatch, headers));

    /// <summary>Sends anything.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                Assert.NotNull(request.Content);
                request.Content.Headers.Remove(name);
                Assert.True(request.Content.Headers.TryAddWithoutValidation(name, value));
            }
        }
        using var response = await http.SendAsync(request);
        return new Answer(response, await response.Content.ReadAsByteArrayAsync(), $"{method} {path}");
    }

    private static (string, string)[] WithIfMatch(string? tag, (string, string)[] headers) =>
        tag is null ? headers : [("If-Match", tag), .. headers];
}

/// <summary>What came back.</summary>
public sealed class Answer
{
    private readonly string _asked;

    internal Answer(HttpResponseMessage response, byte[] bytes, string asked)
    {
        (Status, Bytes, _asked) = (response.StatusCode, bytes, asked);
        Headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
    }

    public HttpStatusCode Status { get; }

    public byte[] Bytes { get; }

    /// <summary>All headers, of the answer and of its content.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>The answer, when it has this status; else a failure that shows what was asked and what came.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{_asked}: expected {(int)status}, got {(int)Status}: {Text}");
        return this;
    }

    /// <summary>A problem document of this status and kind that names these pointers or parameters as faults.</summary>
    public Answer ExpectProblem(HttpStatusCode status, string type, params string[] places)
    {
        Expect(status);
        Assert.Equal("application/problem+json", Headers["Content-Type"]);
        Assert.Equal($"/problems/{type}", Json.GetProperty("type").GetString());
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        foreach (var name in (string[])["title", "detail", "instance", "traceId"])
        {
            Assert.False(string.IsNullOrEmpty(Json.GetProperty(name).GetString()), $"{_asked}: '{name}' is missing: {Text}");
        }
        var named = Json.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(error => (error.TryGetProperty("pointer", out var pointer) ? pointer : error.GetProperty("parameter")).GetString()!).ToArray()
            : [];
        Assert.Equal(places.Order(StringComparer.Ordinal), named.Distinct().Order(StringComparer.Ordinal));
        return this;
    }

    /// <summary>The faults of a refused body as <c>pointer code</c>, in order.</summary>
    public string[] ExpectFaults() =>
        [.. Expect(HttpStatusCode.BadRequest).Json.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error.Text("pointer")} {error.Text("code")}").Order(StringComparer.Ordinal)];
}
