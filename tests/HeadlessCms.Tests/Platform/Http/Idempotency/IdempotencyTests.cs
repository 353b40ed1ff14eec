using System.Net;
using System.Text;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

public sealed class IdempotencyTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_retry_gets_the_first_answer_and_does_nothing_more(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var key = Key();
        Task<Answer> SendAsync(string json) => PostJsonAsync(portal.Admin, "/v1/articles", json, key);

        var first = (await SendAsync($$"""{"title":"题","categoryId":"{{category}}","extra":{"n":1.0,"a":["苏"]} }""")).Expect(HttpStatusCode.Created);
        (await portal.Admin.PatchAsync($"/v1/articles/{first.Id()}", new { title = "新" }, "*")).Expect(HttpStatusCode.OK);
        var again = (await SendAsync($$""" {"extra": {"a": ["\u82cf"], "n": 1}, "categoryId": "{{category}}", "title": "题"} """)).Expect(HttpStatusCode.Created);

        Assert.Equal(first.Bytes, again.Bytes);
        foreach (var header in (string[])["Location", "ETag", "Content-Type", "Cache-Control", "Vary"])
        {
            Assert.Equal(first.Headers[header], again.Headers[header]);
        }
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.NotEqual(first.Headers["X-Request-Id"], again.Headers["X-Request-Id"]);
        Assert.Single((await portal.Admin.GetAsync($"/v1/articles?state=all&category={category}")).Ids());
    }

    [Theory, EachEngine]
    public async Task A_key_names_one_request_of_one_caller_to_one_path(Engine engine)
    {
        await using var portal = new Portal(engine);
        var second = new Api(portal.CreateClient(), (await portal.Admin.KeyAsync(null, "categories:write")).KeyText());
        var key = Key();
        Task<Answer> MakeAsync(Api api, string slug, string query = "") => api.PostAsync($"/v1/categories{query}", new { slug, name = slug }, ("Idempotency-Key", key));

        (await MakeAsync(portal.Admin, "one")).Expect(HttpStatusCode.Created);
        var other = (await MakeAsync(portal.Admin, "two")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
        (await MakeAsync(portal.Admin, "one", "?a=b")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
        (await MakeAsync(second, "two")).Expect(HttpStatusCode.Created);
        (await portal.Admin.PostAsync("/v1/articles", new { title = "题", categoryId = "one" }, ("Idempotency-Key", key))).Expect(HttpStatusCode.Created);

        Assert.False(other.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", (await MakeAsync(second, "two")).Headers["Idempotency-Replayed"]);
        (await portal.Anonymous.PostAsync("/v1/categories", new { slug = "one", name = "one" }, ("Idempotency-Key", key)))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory, EachEngine]
    public async Task A_refusal_is_not_kept_and_may_be_corrected_under_the_same_key(Engine engine)
    {
        var portal = portals.On(engine);
        var (taken, free, key) = (await portal.CategoryAsync(), Samples.Name("cat"), Key());
        Task<Answer> MakeAsync(string slug, string? name) => portal.Admin.PostAsync("/v1/categories", new { slug, name }, ("Idempotency-Key", key));

        (await MakeAsync(free, "")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/name");
        (await MakeAsync(taken, free)).ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug");
        var made = (await MakeAsync(free, free)).Expect(HttpStatusCode.Created);

        Assert.False(made.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", (await MakeAsync(free, free)).Expect(HttpStatusCode.Created).Headers["Idempotency-Replayed"]);
    }

    [Theory]
    [EachEngine(" ")]
    [EachEngine("two words")]
    [EachEngine("苏州")]
    [EachEngine("256")]
    [EachEngine("twice")]
    public async Task A_key_is_one_text_of_visible_ASCII(Engine engine, string key)
    {
        var portal = portals.On(engine);
        var slug = Samples.Name("cat");
        (string, string)[] headers = key switch
        {
            "256" => [("Idempotency-Key", new string('k', 256))],
            "twice" => [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
            _ => [("Idempotency-Key", key)],
        };

        (await portal.Admin.PostAsync("/v1/categories", new { slug, name = slug }, headers))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "Idempotency-Key");
        (await portal.Anonymous.GetAsync($"/v1/categories/{slug}")).Expect(HttpStatusCode.NotFound);

        (await portal.Admin.PostAsync("/v1/categories", new { slug, name = slug }, ("Idempotency-Key", Key().PadRight(255, '~'))))
            .Expect(HttpStatusCode.Created);
    }

    [Theory, EachEngine]
    public async Task A_step_is_taken_once_and_a_view_counts_once(Engine engine)
    {
        var portal = portals.On(engine);
        var (id, key) = ((await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id(), Key());
        Task<Answer> SendAsync(Api api, string step) => api.PostAsync($"/v1/articles/{id}/{step}", null, ("Idempotency-Key", key));

        var published = (await SendAsync(portal.Admin, "publish")).Expect(HttpStatusCode.OK);
        var viewed = (await SendAsync(portal.Anonymous, "views")).Expect(HttpStatusCode.OK);
        (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { title = "新" }, "*")).Expect(HttpStatusCode.OK);
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(published.Text, (await SendAsync(portal.Admin, "publish")).Text);
            Assert.Equal(viewed.Text, (await SendAsync(portal.Anonymous, "views")).Text);
        }

        Assert.Equal("题", (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Json.Text("title"));
        Assert.Equal(1, (await portal.ViewsOfAsync(id)).Views());
        (await portal.Anonymous.PostAsync($"/v1/articles/{id}/views?src=qr", null, ("Idempotency-Key", key)))
            .ExpectProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
    }

    [Theory, EachEngine]
    public async Task A_key_is_remembered_for_24_hours_and_then_forgotten(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = await portal.ArticleAsync();
        var key = Key();
        Task<Answer> ViewAsync() => portal.Anonymous.PostAsync($"/v1/articles/{id}/views", null, ("Idempotency-Key", key));
        Task<long> KeptAsync() => portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM idempotent_answers", null, CancellationToken.None);

        Assert.Equal(1, (await ViewAsync()).Json.Views());
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1)); // the address has another hash by now
        Assert.Equal("true", (await ViewAsync()).Headers["Idempotency-Replayed"]);
        await portal.RunAsync<IdempotencySweeper>();
        Assert.Equal(1, await KeptAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await ViewAsync()).Json.Views());
        clock.Advance(TimeSpan.FromHours(25));
        await portal.RunAsync<IdempotencySweeper>();

        Assert.Equal(0, await KeptAsync());
    }

    [Theory, EachEngine]
    public async Task Of_many_at_once_one_is_done_and_the_others_wait_or_hear_of_it(Engine engine)
    {
        var name = $"twins_{Guid.CreateVersion7():n}";
        var settings = new Dictionary<string, string> { ["Cms:Secret"] = "a-secret-that-two-instances-share-0123" };
        if (engine is Engine.Postgres)
        {
            settings["ConnectionStrings:Cms"] = PostgresServer.Create(name);
        }
        await using var portal = new Portal(engine, settings);
        await using var other = engine is Engine.Postgres ? new Portal(engine, settings) : null;
        var apis = new[] { portal.Admin, (other ?? portal).Admin };
        for (var round = 0; round < 5; round++)
        {
            var (slug, key) = ($"c{round}", Key());
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n =>
                apis[n % 2].PostAsync("/v1/categories", new { slug, name = slug }, ("Idempotency-Key", key))));

            var made = answers.Where(answer => answer.Status == HttpStatusCode.Created).ToList();
            Assert.Single(made, answer => !answer.Headers.ContainsKey("Idempotency-Replayed"));
            Assert.Single(made.Select(answer => answer.Text).Distinct());
            Assert.All(answers.Except(made), answer => Assert.Equal("1", answer.ExpectProblem(HttpStatusCode.Conflict, "in-flight").Headers["Retry-After"]));
        }
        if (engine is Engine.Postgres)
        {
            await other!.DisposeAsync();
            await portal.DisposeAsync();
            PostgresServer.Drop(name);
        }
    }

    [Theory, EachEngine]
    public async Task An_upload_is_known_by_its_bytes_and_fields(Engine engine)
    {
        var portal = portals.On(engine);
        var (text, key) = (Encoding.UTF8.GetBytes(Samples.Name("text")), Key());
        Task<Answer> SendAsync(byte[] bytes, params (string, string)[] texts) =>
            portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Uploads.Form(bytes, "a.txt", "text/plain", texts), ("Idempotency-Key", key));

        var first = (await SendAsync(text, ("alt", "甲"), ("credit", "乙"))).Expect(HttpStatusCode.Created);
        var again = (await SendAsync(text, ("credit", "乙"), ("alt", "甲"))).Expect(HttpStatusCode.Created);
        (await SendAsync(text, ("alt", "甲"))).ExpectProblem(HttpStatusCode.UnprocessableEntity, "key-reused");
        (await SendAsync([.. text, 32], ("alt", "甲"), ("credit", "乙"))).ExpectProblem(HttpStatusCode.UnprocessableEntity, "key-reused");

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.Equal(1, await portal.Database.FirstOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM attachments WHERE sha256 = @sha256", new { sha256 = first.Json.Text("sha256") }, CancellationToken.None));
    }

    [Theory, EachEngine]
    public async Task While_an_upload_comes_in_its_key_is_busy_and_others_write(Engine engine)
    {
        await using var portal = new Portal(engine); // of its own: its folder tells when an upload has begun
        var key = Key();
        using var slow = new Slow(Encoding.UTF8.GetBytes("the first half"));
        Task<Answer> SendAsync(HttpContent file) => portal.Admin.SendAsync(
            HttpMethod.Post, "/v1/attachments", new MultipartFormDataContent { { file, "file", "a.txt" } }, ("Idempotency-Key", key));

        var uploading = SendAsync(new StreamContent(slow));
        var incoming = new DirectoryInfo(Path.Combine(portal.DataDirectory, "blobs", ".incoming"));
        while (!Directory.Exists(incoming.FullName) || !incoming.EnumerateFiles().Any())
        {
            Assert.False(uploading.IsCompleted);
            await Task.Yield();
        }
        (await SendAsync(new StringContent("another"))).ExpectProblem(HttpStatusCode.Conflict, "in-flight");
        await portal.CategoryAsync();
        slow.End();

        (await uploading).Expect(HttpStatusCode.Created);
    }

    [Theory, EachEngine]
    public async Task After_a_kill_every_key_has_been_done_once_when_it_is_sent_again(Engine engine)
    {
        using var directory = new TemporaryDirectory();
        var name = $"retried_{Guid.CreateVersion7():n}";
        string[] settings = engine is Engine.Postgres
            ? [$"--ConnectionStrings:Cms={PostgresServer.Create(name)}", "--Cms:Secret=a-secret-of-the-retry-test-0123456"]
            : [];
        try
        {
            var answers = new string?[40];
            async Task SendAsync(ServerProcess server, int n)
            {
                var answer = (await server.Admin.PostAsync("/v1/articles", new { title = $"题 {n}", categoryId = "news" }, ("Idempotency-Key", $"kill-{n}")))
                    .Expect(HttpStatusCode.Created);
                Assert.Equal(answers[n] ??= answer.Text, answer.Text);
            }

            await using (var server = await ServerProcess.StartAsync(directory.Path, settings))
            {
                (await server.Admin.PostAsync("/v1/categories", new { slug = "news", name = "新闻" })).Expect(HttpStatusCode.Created);
                await Task.WhenAll(Enumerable.Range(0, 5).Select(n => SendAsync(server, n)));
                var sending = Enumerable.Range(5, 35).Select(n => SendAsync(server, n)).ToList();
                await Task.WhenAny(sending);
                await server.KillAsync();
                await Assert.ThrowsAsync<HttpRequestException>(() => Task.WhenAll(sending));
            }
            await using var again = await ServerProcess.StartAsync(directory.Path, settings);
            await Task.WhenAll(Enumerable.Range(0, 40).Select(n => SendAsync(again, n)));

            Assert.Equal(40, (await again.Admin.GetAsync("/v1/articles?state=all&limit=100")).Expect(HttpStatusCode.OK).Ids().Length);
        }
        finally
        {
            if (engine is Engine.Postgres)
            {
                PostgresServer.Drop(name);
            }
        }
    }

    [Fact]
    public async Task Every_POST_takes_a_key_and_says_so()
    {
        // On one engine: the document is the program's.
        var document = (await portals.On(Engine.Sqlite).Anonymous.GetAsync("/openapi/v1.json")).Expect(HttpStatusCode.OK).Json;
        var posts = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.TryGetProperty("post", out _) && path.Name != "/websub") // its form is the W3C's, and asking twice is asking once
            .Select(path => (path.Name, Post: path.Value.GetProperty("post"))).ToList();

        Assert.NotEmpty(posts);
        Assert.All(posts, operation =>
        {
            Assert.Contains(operation.Post.GetProperty("parameters").EnumerateArray(), parameter => parameter.Text("name") == "Idempotency-Key");
            var answers = operation.Post.GetProperty("responses");
            Assert.True(answers.TryGetProperty("409", out _) && answers.TryGetProperty("422", out _), operation.Name);
            Assert.All(answers.EnumerateObject().Where(answer => answer.Name[0] == '2'), answer => Assert.True(
                answer.Value.GetProperty("headers").TryGetProperty("Idempotency-Replayed", out _), operation.Name));
        });
    }

    private static string Key() => Guid.CreateVersion7().ToString();

    private static Task<Answer> PostJsonAsync(Api api, string path, string json, string key) =>
        api.SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), ("Idempotency-Key", key));

    /// <summary>A file of which the second half does not come before it is told to.</summary>
    private sealed class Slow(byte[] half) : MemoryStream(half)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanSeek => false;

        public void End() => _ended.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await _ended.Task;
            }
            return read;
        }
    }
}
