using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class RateLimitTests
{
    private const string Site = "/v1/site";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task By_default_reads_counts_and_the_admin_key_have_no_limit()
    {
        await using var workshop = await StartAsync();

        foreach (var answer in (Answer[])
        [
            await workshop.Anonymous.GetAsync(Site),
            await workshop.Anonymous.PostAsync("/v1/test/things/a/views"),
            await workshop.With(Workshop.AdminKey).GetAsync(Site),
        ])
        {
            answer.Expect(HttpStatusCode.OK);
            Assert.DoesNotContain("RateLimit", answer.Headers.Keys);
            Assert.DoesNotContain("RateLimit-Policy", answer.Headers.Keys);
        }
    }

    [Fact]
    public async Task A_key_may_ask_600_times_a_minute_and_reads_where_it_stands_on_every_answer()
    {
        await using var workshop = await StartAsync();
        var api = workshop.With(await workshop.Services.FirstKeyAsync());

        Stands(await api.GetAsync(Site), HttpStatusCode.OK, "\"keys\";q=600;w=60", "\"keys\";r=599;t=60");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Stands(await api.GetAsync("/v1/nothing"), HttpStatusCode.NotFound, "\"keys\";q=600;w=60", "\"keys\";r=598;t=50");
        Stands(await api.GetAsync("/v1/test/failure"), HttpStatusCode.InternalServerError, "\"keys\";q=600;w=60", "\"keys\";r=597;t=50");
        for (var i = 0; i < 597; i++)
        {
            await api.GetAsync(Site);
        }
        var refused = (await api.GetAsync(Site)).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        Stands(refused, HttpStatusCode.TooManyRequests, "\"keys\";q=600;w=60", "\"keys\";r=0;t=50");
        Assert.Equal("50", refused.Headers["Retry-After"]);
        _clock.Advance(TimeSpan.FromSeconds(50));
        Stands(await api.GetAsync(Site), HttpStatusCode.OK, "\"keys\";q=600;w=60", "\"keys\";r=599;t=60");
    }

    [Fact]
    public async Task Who_guesses_is_held_off_and_whoever_has_a_key_behind_the_same_address_is_let_in()
    {
        await using var workshop = await StartAsync();
        var guesser = workshop.With(KeyText.Make(TimeProvider.System));

        for (var left = 19; left >= 0; left--)
        {
            Stands(await guesser.GetAsync(Site), HttpStatusCode.Unauthorized, "\"failed-logins\";q=20;w=60", $"\"failed-logins\";r={left};t=60");
        }
        var refused = (await guesser.GetAsync(Site)).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        (await workshop.With(Workshop.AdminKey).GetAsync(Site)).Expect(HttpStatusCode.OK);
        (await workshop.With(await workshop.Services.FirstKeyAsync()).GetAsync(Site)).Expect(HttpStatusCode.OK);
        (await workshop.Anonymous.GetAsync(Site)).Expect(HttpStatusCode.OK);
        (await guesser.GetAsync(Site, ("X-Forwarded-For", "192.0.2.1"))).Expect(HttpStatusCode.Unauthorized);

        Assert.Equal("60", refused.Headers["Retry-After"]);
        _clock.Advance(TimeSpan.FromSeconds(60));
        (await guesser.GetAsync(Site)).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Reads_and_counts_are_limited_by_address_and_apart_from_each_other()
    {
        await using var workshop = await StartAsync(("PublicReads", "2/10"), ("ViewCounts", "1/3600"));
        var api = workshop.Anonymous;

        Stands(await api.GetAsync(Site), HttpStatusCode.OK, "\"public-reads\";q=2;w=10", "\"public-reads\";r=1;t=10");
        Stands(await api.PostAsync("/v1/test/things/a/views"), HttpStatusCode.OK, "\"view-counts\";q=1;w=3600", "\"view-counts\";r=0;t=3600");
        Stands(await api.SendAsync(HttpMethod.Head, Site, null), HttpStatusCode.OK, "\"public-reads\";q=2;w=10", "\"public-reads\";r=0;t=10");
        (await api.GetAsync("/v1/nothing")).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        (await api.PostAsync("/v1/test/things/b/views")).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        (await workshop.With(Workshop.AdminKey).GetAsync(Site)).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("RateLimit", (await api.SendAsync(HttpMethod.Options, Site, null)).Headers.Keys);
    }

    [Fact]
    public async Task An_address_is_what_a_trusted_proxy_says_and_64_bits_of_ipv6()
    {
        await using var workshop = await StartAsync(("PublicReads", "1/60"));

        async Task<HttpStatusCode> AskFrom(string address) =>
            (await workshop.Anonymous.GetAsync(Site, ("X-Forwarded-For", address))).Status;

        Assert.Equal(HttpStatusCode.OK, await AskFrom("192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskFrom("192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await AskFrom("192.0.2.2"));
        Assert.Equal(HttpStatusCode.OK, await AskFrom("2001:db8::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskFrom("2001:db8::2:0:0:2"));
        Assert.Equal(HttpStatusCode.OK, await AskFrom("2001:db8:0:1::1"));
    }

    private Task<Workshop> StartAsync(params (string Name, string Limit)[] limits) => Workshop.StartAsync(
        limits.ToDictionary(limit => $"Cms:RateLimits:{limit.Name}", limit => (string?)limit.Limit),
        services => services.AddSingleton<TimeProvider>(_clock));

    private static void Stands(Answer answer, HttpStatusCode status, string policy, string state)
    {
        answer.Expect(status);
        Assert.Equal(policy, answer.Headers["RateLimit-Policy"]);
        Assert.Equal(state, answer.Headers["RateLimit"]);
    }
}
