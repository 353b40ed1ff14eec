using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using HeadlessCms.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace HeadlessCms.Tests.Views;

/// <summary>Many views in one transaction: what each is told, what happens when there are too many, and at the end.</summary>
public sealed class ViewCounterTests
{
    [Theory, EachEngine]
    public async Task Views_that_wait_are_counted_together_and_each_is_told_its_own_total(Engine engine)
    {
        await using var portal = new Portal(engine);
        var articles = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => Guid.Parse(await portal.ArticleAsync())));
        var counter = portal.Services.GetRequiredService<ViewCounter>();
        var statements = 0;
        portal.Database.Executing += (sql, _) => _ = sql.Contains("view", StringComparison.Ordinal) ? Interlocked.Increment(ref statements) : 0; // not those of jobs

        var writer = Held.By(portal.Database);
        var views = Enumerable.Range(0, 300).Select(n => counter.CountAsync(View(articles[n % 3], $"s{n % 2}"))).ToList();
        await writer.ReleaseAsync();
        var totals = (await Task.WhenAll(views)).Select(outcome => outcome.Total).ToList();

        Assert.Equal(Enumerable.Range(0, 300).Select(n => (long?)((n / 3) + 1)), totals);
        Assert.InRange(statements, 2, 2 * 4); // the first few, and all that came meanwhile; one by one it would be hundreds
        foreach (var article in articles)
        {
            Assert.Equal(["s0=50", "s1=50"], (await portal.ViewsOfAsync(article.ToString(), "?from=2026-11-23&to=2026-11-23")).Sources());
        }
    }

    [Theory, EachEngine]
    public async Task Sources_that_come_together_are_no_more_than_those_that_come_one_by_one(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = Guid.Parse(await portal.ArticleAsync());
        var counter = portal.Services.GetRequiredService<ViewCounter>();

        var writer = Held.By(portal.Database);
        var views = Enumerable.Range(0, 130).Select(n => counter.CountAsync(View(id, $"s{n % 65:d2}"))).ToList();
        await writer.ReleaseAsync();
        await Task.WhenAll(views);

        var sources = (await portal.ViewsOfAsync(id.ToString(), "?from=2026-11-23&to=2026-11-23")).Sources();
        Assert.Equal(51, sources.Length);
        Assert.Equal(130, sources.Sum(source => int.Parse(source.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory, EachEngine]
    public async Task What_the_public_knows_is_counted_by_the_statements_of_the_count_alone(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = await portal.ArticleAsync();
        await portal.ViewAsync(id, 2);
        var sent = new List<string>();
        portal.Database.Executing += (sql, _) => sent.Add(sql);

        await portal.ViewAsync(id, 1);

        Assert.Equal(2, sent.Count(sql => !sql.Contains("pg_advisory", StringComparison.Ordinal)));
    }

    [Theory, EachEngine]
    public async Task What_is_no_longer_public_is_not_counted_however_well_it_was_known(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var id = await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category, slug = "first" });
        Task<Answer> ViewAsync(string address) => portal.Anonymous.PostAsync($"/v1/articles/{address}/views");
        async Task SlugAsync(string article, string slug)
        {
            (await portal.Admin.PatchAsync($"/v1/articles/{article}", new { slug }, "*")).Expect(HttpStatusCode.OK);
            (await portal.Admin.PostAsync($"/v1/articles/{article}/publish")).Expect(HttpStatusCode.OK);
        }

        Assert.Equal(1, (await ViewAsync("first")).Expect(HttpStatusCode.OK).Json.Views());
        Assert.Equal(2, (await ViewAsync(id)).Expect(HttpStatusCode.OK).Json.Views());
        (await portal.Admin.PostAsync($"/v1/articles/{id}/withdraw", new { reason = "legal" })).Expect(HttpStatusCode.OK);
        (await ViewAsync("first")).ExpectProblem(HttpStatusCode.Gone, "gone");
        (await ViewAsync(id)).ExpectProblem(HttpStatusCode.Gone, "gone");
        await SlugAsync(id, "second");
        Assert.Equal(3, (await ViewAsync("second")).Expect(HttpStatusCode.OK).Json.Views());
        Assert.Equal("/v1/articles/second/views", (await ViewAsync("first")).Expect(HttpStatusCode.PermanentRedirect).Headers["Location"]);
        await SlugAsync(id, "first");
        Assert.Equal(4, (await ViewAsync("first")).Expect(HttpStatusCode.OK).Json.Views());
        (await ViewAsync("second")).Expect(HttpStatusCode.PermanentRedirect);
        Assert.Equal(4, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory, EachEngine]
    public async Task One_view_too_many_is_refused_and_none_that_was_answered_is_lost(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:Views:Queue"] = "3" });
        var id = await portal.ArticleAsync();
        await portal.ViewAsync(id, 1);

        var writer = Held.By(portal.Database);
        var sent = new List<Task<Answer>>();
        while (!sent.Any(view => view.IsCompleted))
        {
            Assert.True(sent.Count < 5000);
            sent.Add(portal.Anonymous.PostAsync($"/v1/articles/{id}/views"));
            await Task.Yield();
        }
        var refused = (await sent.First(view => view.IsCompleted)).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        await writer.ReleaseAsync();
        var answers = await Task.WhenAll(sent);

        Assert.True(int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.All(answers, answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]));
        Assert.Equal(1 + answers.Count(answer => answer.Status == HttpStatusCode.OK), (await portal.ViewsOfAsync(id)).Views());
        await portal.ViewAsync(id, 1);
    }

    [Theory, EachEngine]
    public async Task A_stop_counts_what_waits_and_takes_no_more(Engine engine)
    {
        await using var portal = new Portal(engine);
        var id = Guid.Parse(await portal.ArticleAsync());
        var counter = portal.Services.GetRequiredService<ViewCounter>();

        var writer = Held.By(portal.Database);
        var views = Enumerable.Range(0, 50).Select(_ => counter.CountAsync(View(id))).ToList();
        var stopping = ((IHostedService)counter).StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        Assert.True((await counter.CountAsync(View(id))).IsRefused);
        await writer.ReleaseAsync();
        await stopping;

        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long?)n), (await Task.WhenAll(views)).Select(outcome => outcome.Total).Order());
        Assert.Equal(50, (await portal.ViewsOfAsync(id.ToString())).Views());
    }

    [Theory, EachEngine]
    public async Task Instances_that_count_the_same_articles_lose_nothing(Engine engine)
    {
        var name = $"counting_{Guid.CreateVersion7():n}";
        var settings = new Dictionary<string, string> { ["Cms:Secret"] = "a-secret-that-two-instances-share-0123" };
        if (engine is Engine.Postgres)
        {
            settings["ConnectionStrings:Cms"] = PostgresServer.Create(name);
        }
        try
        {
            await using var portal = new Portal(engine, settings);
            await using var second = engine is Engine.Postgres ? new Portal(engine, settings) : null;
            var category = await portal.CategoryAsync();
            var articles = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.ArticleAsync(category)));
            var apis = new[] { portal.Anonymous, (second ?? portal).Anonymous };

            await Task.WhenAll(Enumerable.Range(0, 32).Select(async connection =>
            {
                for (var n = 0; n < 20; n++)
                {
                    await apis[connection % 2].PostAsync($"/v1/articles/{articles[(connection + n) % 4]}/views?src=s{n}");
                    // Each key is sent twice, to one instance and to the other.
                    var keyed = await apis[connection % 2].PostAsync(
                        $"/v1/articles/{articles[((connection / 2) + n) % 4]}/views", null, ("Idempotency-Key", $"{connection / 2}-{n}"));
                    Assert.Contains(keyed.Status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Conflict]);
                }
            }));

            var totals = (await portal.Anonymous.GetAsync($"/v1/views?ids={string.Join(',', articles)}")).Json.GetProperty("items").EnumerateArray();
            Assert.Equal((32 * 20) + (16 * 20), totals.Sum(total => total.Views()));
        }
        finally
        {
            if (engine is Engine.Postgres)
            {
                PostgresServer.Drop(name);
            }
        }
    }

    private static PendingView View(Guid article, string source = "web") =>
        new() { ArticleId = article, Slug = null, Source = source, At = ViewSamples.Noon };

    /// <summary>Nobody writes, and no view is counted, until it is let go.</summary>
    private sealed class Held
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task _holding = Task.CompletedTask;

        public static Held By(Database database)
        {
            var held = new Held();
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            held._holding = Task.Run(() => database.WriteAsync(async session =>
            {
                await session.LockAsync("view counts", CancellationToken.None);
                begun.SetResult();
                await held._release.Task;
                return 0;
            }, CancellationToken.None));
            begun.Task.GetAwaiter().GetResult();
            return held;
        }

        public Task ReleaseAsync()
        {
            _release.SetResult();
            return _holding;
        }
    }
}
