using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class RoutingTests(Workshops workshops)
{
    private readonly Workshop _workshop = workshops.Shared;
    private readonly Api _api = workshops.Shared.Anonymous;

    [Fact]
    public async Task Every_path_says_truly_what_it_allows()
    {
        var routes = _workshop.Routes.Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>() is not null).ToList();
        var paths = routes.Select(route => PathOf(route.RoutePattern.RawText!)).Distinct().ToList();
        Assert.Contains("/v1/site/", paths);

        foreach (var path in paths)
        {
            // A path may be another route's too: /v1/articles/trending is also what an article's address looks like.
            string[] allowed = [.. routes.Where(route => Matches(route, path)).SelectMany(MethodsOf).Append("OPTIONS").Distinct().Order()];
            var options = (await _api.SendAsync(HttpMethod.Options, path, null)).Expect(HttpStatusCode.NoContent);
            var refused = (await _api.SendAsync(new HttpMethod("PURGE"), path, null))
                .ExpectProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");

            Assert.Equal(string.Join(", ", allowed), string.Join(", ", options.Headers["Allow"].Split(", ").Order()));
            Assert.Equal(options.Headers["Allow"], refused.Headers["Allow"]);
            Assert.Empty(options.Bytes);
            Assert.Equal(allowed.Contains("GET"), allowed.Contains("HEAD"));
        }
    }

    private static bool Matches(RouteEndpoint route, string path) =>
        new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!), []).TryMatch(path, []);

    private static IEnumerable<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;

    [Theory]
    [InlineData("/v1/site")]
    [InlineData("/v1/test/things")]
    [InlineData("/v1/test/things/a")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/site?x=1")]
    public async Task HEAD_answers_as_GET_does_without_the_body(string path)
    {
        var get = await _api.GetAsync(path);
        var head = (await _api.SendAsync(HttpMethod.Head, path, null)).Expect(get.Status);

        Assert.Empty(head.Bytes);
        foreach (var name in (string[])["Content-Type", "ETag", "Vary", "Cache-Control", "Last-Modified"])
        {
            Assert.Equal(get.Headers.GetValueOrDefault(name), head.Headers.GetValueOrDefault(name));
        }
        Assert.Equal($"{get.Bytes.Length}", head.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/nothing")]
    [InlineData("/nothing/at/all")]
    [InlineData("/v1/%E8%8B%8F%F0%A0%AE%B7")]
    [InlineData("/v1/site%2Fmore")]
    [InlineData("/v1/%FF%C3%28")]
    [InlineData("/v1/..%2f..%2fetc/passwd")]
    [InlineData("/v1/<script>")]
    public async Task An_unknown_path_is_a_problem_document(string path) =>
        (await _api.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, "not-found");

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/sandbox")]
    [InlineData("/v1/articles/a/versions/first")]
    public async Task A_path_that_no_method_has_allows_none(string path)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Options, HttpMethod.Delete])
        {
            var answer = (await _api.SendAsync(method, path, null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");

            Assert.DoesNotContain("Allow", answer.Headers.Keys);
        }
    }

    [Fact]
    public async Task A_path_with_a_part_of_its_own_allows_what_it_answers() => Assert.Equal("GET, HEAD, OPTIONS",
        (await _api.PostAsync("/any.txt")).ExpectProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed").Headers["Allow"]);

    [Fact]
    public async Task An_encoded_slash_is_part_of_its_segment() => Assert.Equal("a%2Fb",
        (await _api.GetAsync("/v1/test/things/a%2Fb")).Expect(HttpStatusCode.OK).Json.GetProperty("title").GetString());

    [Theory]
    [InlineData("/v1/test/things/a%00b")]
    [InlineData("/v1/%00")]
    public async Task A_path_with_nul_is_refused(string path) =>
        Assert.StartsWith("HTTP/1.1 400 ", await _workshop.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(16 * 1024, false)]
    [InlineData(16 * 1024 + 1, true)]
    [InlineData(100 * 1024, true)]
    public async Task A_target_above_16_KiB_is_refused(int length, bool isRefused)
    {
        const string start = "/v1/test/things?q=";
        foreach (var filling in (string[])["a", "%41"])
        {
            var target = start + string.Concat(Enumerable.Repeat(filling, (length - start.Length) / filling.Length));
            var answer = await _workshop.SendRawAsync($"GET {target.PadRight(length, 'a')} HTTP/1.1\r\nHost: x\r\n\r\n");

            Assert.StartsWith(isRefused ? "HTTP/1.1 414 " : "HTTP/1.1 400 ", answer, StringComparison.Ordinal);
            Assert.Contains(isRefused ? "/problems/uri-too-long" : "/problems/invalid", answer, StringComparison.Ordinal);
            Assert.Contains("X-Request-Id: ", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(15 * 1024, "200")]
    [InlineData(17 * 1024, "431")]
    [InlineData(60 * 1024, "431")]
    public async Task Headers_above_16_KiB_are_refused(int length, string status)
    {
        var answer = await _workshop.SendRawAsync($"GET /v1/test/things HTTP/1.1\r\nHost: x\r\nX-Filling: {new string('a', length)}\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == "431", answer.Contains("/problems/headers-too-large", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_tells_nothing_but_where_to_look()
    {
        var answer = (await _api.GetAsync("/v1/test/failure")).ExpectProblem(HttpStatusCode.InternalServerError, "internal");

        Assert.Equal(answer.Json.GetProperty("traceId").GetString(), answer.Headers["X-Request-Id"]);
        Assert.Contains("no-store", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        foreach (var secret in (string[])["SELECT", "secret", "Exception", "   at ", ".cs"])
        {
            Assert.DoesNotContain(secret, answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "/v1/site")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v1/site?x=1")]
    [InlineData("POST", "/v1/site")]
    [InlineData("OPTIONS", "/v1/site")]
    [InlineData("PUT", "/v1/test/things/a")]
    [InlineData("POST", "/v1/test/things")]
    [InlineData("GET", "/v1/test/failure")]
    public async Task Every_answer_names_its_request(string method, string path)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path, null);

        Assert.Matches("^[0-9a-f]{32}$", answer.Headers["X-Request-Id"]);
        Assert.DoesNotContain("Server", answer.Headers.Keys);
        if (answer.Bytes.Length > 0 && answer.Status != HttpStatusCode.OK)
        {
            Assert.Equal(answer.Headers["X-Request-Id"], answer.Json.GetProperty("traceId").GetString());
        }
    }

    [Fact]
    public async Task Who_has_no_key_is_asked_for_one_before_the_body_is_looked_at()
    {
        using var content = new StringContent("no json", System.Text.Encoding.UTF8, "text/plain");
        var answer = (await _api.SendAsync(HttpMethod.Put, "/v1/test/things/a", content))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer hcms_nobody")]
    [InlineData("Bearer test-admin-key-0123456789-012345678")]
    [InlineData("Bearer test-admin-key-0123456789-0123456789, Bearer x")]
    [InlineData("nonsense")]
    public async Task A_refused_key_is_refused_on_public_reads_too(string authorization)
    {
        var answer = (await _api.GetAsync("/v1/site", ("Authorization", authorization)))
            .ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers["WWW-Authenticate"]);
    }

    // "1" fits numbers as well as words.
    private static string PathOf(string pattern) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*\}", "1");
}
