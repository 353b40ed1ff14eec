using System.Net;
using System.Text.Json;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Partners;

public sealed class ChangeStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, EachEngine]
    public async Task A_stream_tells_what_is_there_and_what_comes_and_goes_on_where_it_was_cut(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryIdAsync();
        var first = await PublishedAsync(portal, category);
        string last;
        await using (var stream = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?full=true"))
        {
            var there = await stream.NextAsync("published");
            var coming = stream.NextAsync("published");
            var second = await PublishedAsync(portal, category);
            var came = await coming;
            Assert.Equal((first, second), (there.Data.Text("articleId"), came.Data.Text("articleId")));
            Assert.Equal("题", came.Data.GetProperty("article").Text("title"));
            last = came.Id;
        }

        await portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "legal" });
        await using var resumed = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?full=true", last);

        var next = await resumed.NextAsync(kind: null);
        Assert.Equal(("withdrawn", first), (next.Kind, next.Data.Text("articleId")));
        (await portal.Anonymous.GetAsync("/v1/changes", ("Accept", "text/event-stream"), ("Last-Event-ID", last[..^4])))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "since");
        (await portal.Anonymous.GetAsync("/v1/changes", ("Last-Event-ID", new string('"', 513)))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "Last-Event-ID");
    }

    private static Task<string> PublishedAsync(Portal portal, string category) =>
        portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });

    /// <summary>A client of Server-Sent Events.</summary>
    private sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<EventStream> OpenAsync(Api api, string path, string? lastId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept", "text/event-stream");
            if (lastId is not null)
            {
                request.Headers.Add("Last-Event-ID", lastId);
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
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
                said = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : said;
                if (line.StartsWith("data: ", StringComparison.Ordinal) && (kind ?? said) == said)
                {
                    return (id, said, JsonDocument.Parse(line[6..]).RootElement);
                }
            }
            throw new InvalidOperationException("The stream ended.");
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
