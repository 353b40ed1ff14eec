using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class CorsTests(Workshops workshops, Portals portals)
{
    private const string Thing = "/v1/test/things/a";
    private readonly Api _api = workshops.Shared.Anonymous;

    [Theory]
    [InlineData("https://anywhere.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Anybody_may_read_and_every_copy_in_a_cache_says_so(string? origin)
    {
        foreach (var tag in (string?[])[null, "\"thing\""])
        {
            var answer = await _api.GetAsync(Thing, [
                .. origin is null ? Array.Empty<(string, string)>() : [("Origin", origin)],
                .. tag is null ? Array.Empty<(string, string)>() : [("If-None-Match", tag)]]);

            Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]);
            Assert.Equal("Accept-Encoding, Authorization", answer.Headers["Vary"]);
            Assert.DoesNotContain("Access-Control-Allow-Credentials", answer.Headers.Keys);
            foreach (var shown in (string[])["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id", "Location"])
            {
                Assert.Contains(shown, answer.Headers["Access-Control-Expose-Headers"].Split(','));
            }
        }
    }

    [Theory]
    [InlineData("/v1/test/things?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/test/failure", HttpStatusCode.InternalServerError)]
    public async Task A_page_can_read_what_was_wrong(string path, HttpStatusCode status) => Assert.Equal("*",
        (await _api.GetAsync(path, ("Origin", "https://a.example"))).Expect(status).Headers["Access-Control-Allow-Origin"]);

    [Theory]
    [InlineData("GET", Thing, "authorization, if-none-match", true)]
    [InlineData("HEAD", Thing, "range", true)]
    [InlineData("GET", Thing, "x-custom", false)]
    [InlineData("POST", Thing + "/views", "idempotency-key, content-type, prefer", true)]
    [InlineData("POST", "/v1/test/things", "content-type", false)]
    [InlineData("PUT", Thing, "authorization", false)]
    [InlineData("PATCH", Thing, "authorization", false)]
    [InlineData("DELETE", Thing, "authorization", false)]
    [InlineData("GET", "/v1/nothing", "authorization", false)]
    public async Task A_preflight_allows_reads_and_counts_and_nothing_else(string method, string path, string headers, bool isAllowed)
    {
        var answer = await _api.SendAsync(HttpMethod.Options, path, null, ("Origin", "https://a.example"),
            ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));

        var allowed = answer.Headers.GetValueOrDefault("Access-Control-Allow-Headers", "").Split(',');
        Assert.Equal(isAllowed, answer.Status == HttpStatusCode.NoContent
            && answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin") == "*"
            && headers.Split(", ").All(header => allowed.Contains(header, StringComparer.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("POST", "/v1/test/things")]
    [InlineData("PATCH", Thing)]
    public async Task A_preflight_of_a_write_finds_the_operation_and_hears_that_no_page_may_call_it(string method, string path)
    {
        var answer = await _api.SendAsync(HttpMethod.Options, path, null, ("Origin", "https://a.example"), ("Access-Control-Request-Method", method));

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.DoesNotContain(answer.Headers.Keys, header => header.StartsWith("Access-Control-Allow-", StringComparison.Ordinal));
    }

    [Theory, EachEngine]
    public async Task A_slice_is_open_as_the_group_is(Engine engine) => Assert.Equal("*",
        (await portals.On(engine).Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK).Headers["Access-Control-Allow-Origin"]);

    [Fact]
    public async Task OPTIONS_of_nobodys_page_still_says_what_is_allowed() => Assert.Equal("GET, HEAD, OPTIONS, PATCH, PUT",
        (await _api.SendAsync(HttpMethod.Options, Thing, null, ("Origin", "https://a.example"))).Expect(HttpStatusCode.NoContent).Headers["Allow"]);

    [Theory]
    [InlineData("https://one.example", "https://one.example")]
    [InlineData("https://two.example:8443", "https://two.example:8443")]
    [InlineData("https://other.example", null)]
    [InlineData(null, null)]
    public async Task Named_origins_alone_may_read_and_every_copy_in_a_cache_depends_on_the_origin(string? origin, string? allowed)
    {
        await using var workshop = await Workshop.StartAsync(
            new Dictionary<string, string?> { ["Cms:Cors:0"] = "https://one.example", ["Cms:Cors:1"] = "https://two.example:8443" });

        var answer = await workshop.Anonymous.GetAsync(Thing, origin is null ? [] : [("Origin", origin)]);

        Assert.Equal(allowed, answer.Headers.GetValueOrDefault("Access-Control-Allow-Origin"));
        Assert.Equal("Accept-Encoding, Authorization, Origin", answer.Headers["Vary"]);
    }
}
