using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Views;

public sealed class ViewConcurrencyTests(Portals portals)
{
    private const int Connections = 64;

    private static readonly int Total = Depth.Pick(quick: 2_000, full: 20_000);

    [Theory, EachEngine]
    public async Task Every_view_is_counted_once_while_an_editor_works_and_no_edit_is_lost(Engine engine)
    {
        await using var portal = new Portal(engine); // of its own: a category that another test makes changes every tag
        var id = await portal.ArticleAsync();
        var before = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
        using var counted = new CancellationTokenSource();

        var editing = EditAsync(portal, id, counted.Token);
        var totals = (await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => ViewsAsync(portal, id, n)))).SelectMany(seen => seen).ToList();
        await counted.CancelAsync();
        var edits = await editing;

        Assert.Equal(Enumerable.Range(1, Total).Select(n => (long)n), totals.Order());
        var statistics = await portal.ViewsOfAsync(id);
        Assert.Equal(Total, statistics.Views());
        Assert.Equal(Total, statistics.GetProperty("days").EnumerateArray().Sum(day => day.Views()));
        Assert.Equal(Total, statistics.GetProperty("bySource").EnumerateObject().Sum(source => source.Value.GetInt64()));
        Assert.Equal(["a", "b", "c"], statistics.GetProperty("bySource").EnumerateObject().Select(source => source.Name));
        Assert.True(edits > 0);
        var draft = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Json;
        Assert.Equal($"改 {edits}", draft.Text("title"));
        Assert.Equal(1 + edits, draft.GetProperty("version").GetInt32());
        var after = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal(before.ETag, after.ETag);
        Assert.Equal(before.Text, after.Text);
    }

    [Theory, EachEngine]
    public async Task Views_of_several_articles_at_once_add_up_on_each(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var articles = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            articles.Add(await portal.ArticleAsync(category));
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async n =>
        {
            for (var round = 0; round < 20; round++)
            {
                await portal.ViewAsync(articles[(n + round) % articles.Count]);
            }
        }));

        var totals = (await portal.Anonymous.GetAsync($"/v1/views?ids={string.Join(',', articles)}")).Expect(HttpStatusCode.OK).Json.GetProperty("items");
        Assert.Equal(articles, totals.EnumerateArray().Select(item => item.Text("articleId")!));
        Assert.All(totals.EnumerateArray(), item => Assert.Equal(64, item.Views()));
        Assert.Equal(320, (await portal.Anonymous.GetAsync($"/v1/articles/trending?category={category}&window=1h"))
            .Json.GetProperty("items").EnumerateArray().Sum(item => item.Views()));
    }

    [Theory, EachEngine]
    public async Task Whatever_was_acknowledged_is_there_after_a_kill(Engine engine)
    {
        using var directory = new TemporaryDirectory();
        var name = $"killed_{Guid.CreateVersion7():n}";
        string[] settings = engine is Engine.Postgres
            ? [$"--ConnectionStrings:Cms={PostgresServer.Create(name)}", "--Cms:Secret=a-secret-of-the-kill-test-0123456789"]
            : [];
        try
        {
            string id;
            long sent, acknowledged;
            int edits;
            await using (var server = await ServerProcess.StartAsync(directory.Path, settings))
            {
                id = await PublishedAsync(server.Admin);
                (sent, acknowledged, edits) = await CountUntilKilledAsync(server, id);
            }
            await using var again = await ServerProcess.StartAsync(directory.Path, settings);
            var statistics = (await again.Anonymous.GetAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK).Json;

            Assert.InRange(statistics.Views(), acknowledged, sent);
            Assert.Equal(statistics.Views(), statistics.GetProperty("days").EnumerateArray().Sum(day => day.Views()));
            var next = (await again.Anonymous.PostAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(statistics.Views() + 1, next.Views());
            var draft = (await again.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK).Json;
            Assert.InRange(draft.GetProperty("version").GetInt32(), 1 + edits, 2 + edits); // one more may have been stored and not answered
            Assert.Equal($"改 {draft.GetProperty("version").GetInt32() - 1}", draft.Text("title"));
        }
        finally
        {
            if (engine is Engine.Postgres)
            {
                PostgresServer.Drop(name);
            }
        }
    }

    private static async Task<List<long>> ViewsAsync(Portal portal, string id, int connection)
    {
        var seen = new List<long>();
        for (var n = connection; n < Total; n += Connections)
        {
            var answer = await portal.Anonymous.PostAsync($"/v1/articles/{id}/views?src={"abc"[n % 3]}");
            seen.Add(answer.Expect(HttpStatusCode.OK).Json.Views());
        }
        return seen;
    }

    private static async Task<int> EditAsync(Portal portal, string id, CancellationToken counted)
    {
        var tag = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).ETag;
        var publicTag = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ETag;
        var edits = 0;
        while (!counted.IsCancellationRequested)
        {
            edits++;
            Assert.Equal(publicTag, (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ETag); // in the middle of it, too
            tag = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = $"改 {edits}" }, tag)).Expect(HttpStatusCode.OK).ETag;
        }
        return edits;
    }

    private static async Task<(long Sent, long Acknowledged, int Edits)> CountUntilKilledAsync(ServerProcess server, string id)
    {
        var (sent, acknowledged, edits) = (0L, 0L, 0);
        var many = Depth.Pick(quick: 200, full: 2_000);
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var edited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        async Task CountAsync()
        {
            while (true)
            {
                Interlocked.Increment(ref sent);
                (await server.Anonymous.PostAsync($"/v1/articles/{id}/views")).Expect(HttpStatusCode.OK);
                if (Interlocked.Increment(ref acknowledged) == many)
                {
                    counted.SetResult();
                }
            }
        }

        async Task EditAsync()
        {
            while (true)
            {
                (await server.Admin.PatchAsync($"/v1/articles/{id}", new { title = $"改 {edits + 1}" }, "*")).Expect(HttpStatusCode.OK);
                edits++;
                edited.TrySetResult();
            }
        }

        var counting = Enumerable.Range(0, Connections).Select(_ => CountAsync()).Append(EditAsync()).ToList();
        // One editor among so many may come late; and none of them ends before the kill.
        await await Task.WhenAny([Task.WhenAll(counted.Task, edited.Task), .. counting]);
        await server.KillAsync();
        foreach (var connection in counting)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => connection);
        }
        return (sent, acknowledged, edits);
    }

    private static async Task<string> PublishedAsync(Api api)
    {
        (await api.PostAsync("/v1/categories", new { slug = "news", name = "新闻" })).Expect(HttpStatusCode.Created);
        var id = (await api.PostAsync("/v1/articles", new { title = "题", body = "<p>文</p>", categoryId = "news" })).Expect(HttpStatusCode.Created).Id();
        (await api.PostAsync($"/v1/articles/{id}/publish")).Expect(HttpStatusCode.OK);
        return id;
    }
}
