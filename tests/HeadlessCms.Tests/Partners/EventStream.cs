using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

/// <summary>A client of Server-Sent Events.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<EventStream> OpenAsync(Api api, string path, string? lastId = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next event of this kind, or of any.</summary>
    public async Task<(string Id, string Kind, JsonElement Data)> NextAsync(string? kind)
    {
        var (id, said) = ("", "");
        while (true)
        {
            var line = await LineAsync();
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
            said = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : said;
            if (line.StartsWith("data: ", StringComparison.Ordinal) && (kind ?? said) == said)
            {
                return (id, said, JsonDocument.Parse(line[6..]).RootElement);
            }
        }
    }

    /// <summary>The next line, whatever it is.</summary>
    public async Task<string> LineAsync() =>
        await reader.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The stream ended.");

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
