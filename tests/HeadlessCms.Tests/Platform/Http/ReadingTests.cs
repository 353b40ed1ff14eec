using System.IO.Compression;
using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class ReadingTests(Workshops workshops, Portals portals)
{
    private const string Thing = "/v1/test/things/a";
    private const string Things = "/v1/test/things";
    private readonly Api _api = workshops.Shared.Anonymous;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("GZip, deflate", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *;q=0.1", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("*;q=0", null)]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("zstd", null)]
    [InlineData("", null)]
    public async Task A_coding_is_chosen_as_the_client_weighs_them_and_has_a_tag_of_its_own(string accepted, string? coding)
    {
        var plain = (await _api.GetAsync(Thing)).Expect(HttpStatusCode.OK);
        var coded = (await _api.GetAsync(Thing, ("Accept-Encoding", accepted))).Expect(HttpStatusCode.OK);

        Assert.Equal(coding, coded.Headers.GetValueOrDefault("Content-Encoding"));
        Assert.Equal(coding is null ? plain.ETag : $"{plain.ETag![..^1]}-{coding}\"", coded.ETag);
        Assert.Equal("Accept-Encoding, Authorization", coded.Headers["Vary"]);
        Assert.Equal(plain.Bytes, Decode(coded.Bytes, coding));
        Assert.Contains("苏州𠮷😀\u2028", plain.Text, StringComparison.Ordinal);
    }

    [Theory, EachEngine]
    public async Task A_slice_does_the_same(Engine engine)
    {
        var api = portals.On(engine).Anonymous;
        var plain = (await api.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);

        foreach (var coding in (string[])["br", "gzip"])
        {
            var coded = (await api.GetAsync("/v1/site", ("Accept-Encoding", coding))).Expect(HttpStatusCode.OK);
            Assert.Equal(plain.Bytes, Decode(coded.Bytes, coding));
            Assert.NotEqual(plain.ETag, coded.ETag);
            (await api.GetAsync("/v1/site", ("Accept-Encoding", coding), ("If-None-Match", coded.ETag!))).Expect(HttpStatusCode.NotModified);
        }
    }

    [Theory]
    [InlineData("\"thing\"", true)]
    [InlineData("W/\"thing\"", true)]
    [InlineData("\"other\", W/\"thing\"", true)]
    [InlineData("*", true)]
    [InlineData("\"other\"", false)]
    [InlineData("thing", false)]
    [InlineData("\"thing-br\"", false)]
    public async Task If_none_match_is_answered_by_304_without_a_body(string tags, bool isCurrent)
    {
        var answer = (await _api.GetAsync(Thing, ("If-None-Match", tags))).Expect(isCurrent ? HttpStatusCode.NotModified : HttpStatusCode.OK);

        Assert.Equal(isCurrent, answer.Bytes.Length == 0);
        Assert.Equal("\"thing\"", answer.ETag);
        Assert.Equal("public, no-cache", answer.Headers["Cache-Control"]);
        Assert.Equal("Accept-Encoding, Authorization", answer.Headers["Vary"]);
    }

    [Theory]
    [InlineData("Tue, 24 Nov 2026 01:02:03 GMT", null, HttpStatusCode.NotModified)]
    [InlineData("Tue, 24 Nov 2026 01:02:02 GMT", null, HttpStatusCode.OK)]
    [InlineData("yesterday", null, HttpStatusCode.OK)]
    [InlineData("Tue, 24 Nov 2026 01:02:03 GMT", "\"other\"", HttpStatusCode.OK)]
    public async Task If_modified_since_counts_where_there_is_no_tag(string since, string? tag, HttpStatusCode status)
    {
        var answer = (await _api.GetAsync(
            Thing, [("If-Modified-Since", since), .. tag is null ? Array.Empty<(string, string)>() : [("If-None-Match", tag)]])).Expect(status);

        Assert.Equal("Tue, 24 Nov 2026 01:02:03 GMT", answer.Headers["Last-Modified"]);
    }

    [Fact]
    public async Task What_counts_has_the_tag_of_its_bytes_and_no_last_modified()
    {
        var first = (await _api.GetAsync(Things)).Expect(HttpStatusCode.OK);

        (await _api.GetAsync(Things, ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified);
        Assert.DoesNotContain("Last-Modified", first.Headers.Keys);
    }

    [Fact]
    public async Task An_answer_to_a_key_is_for_nobody_else()
    {
        var answer = (await workshops.Shared.With(Workshop.AdminKey).GetAsync(Thing)).Expect(HttpStatusCode.OK);

        Assert.Equal(["no-store", "private"], answer.Headers["Cache-Control"].Split(", ").Order());
    }

    [Theory]
    [InlineData("*/*", HttpStatusCode.OK)]
    [InlineData("application/*;q=0.1", HttpStatusCode.OK)]
    [InlineData("text/html, application/json;q=0.5", HttpStatusCode.OK)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("*/*;q=0, application/json", HttpStatusCode.OK)]
    [InlineData("nonsense", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("text/html", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0", HttpStatusCode.NotAcceptable)]
    [InlineData("application/json;q=0.0, */*", HttpStatusCode.NotAcceptable)]
    [InlineData("application/*;q=0, */*", HttpStatusCode.NotAcceptable)]
    [InlineData("application/xml, text/*", HttpStatusCode.NotAcceptable)]
    public async Task The_most_specific_accepted_type_decides(string accept, HttpStatusCode status)
    {
        var answer = (await _api.GetAsync(Thing, ("Accept", accept))).Expect(status);

        if (status is HttpStatusCode.NotAcceptable)
        {
            answer.ExpectProblem(status, "not-acceptable");
        }
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=abc", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=1.0", "limit")]
    [InlineData("?limit=%201", "limit")]
    [InlineData("?limit=99999999999999999999", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?LIMIT=1&limit=2", "limit")]
    [InlineData("?Limit=1", "Limit")]
    [InlineData("?colour=red&size=2&limit=0", "colour", "size", "limit")]
    [InlineData("?key=hcms_0123456789", "key")]
    [InlineData("?access_token=hcms_0123456789", "access_token")]
    [InlineData("?q=", "q")]
    [InlineData("?q=%00", "q")]
    [InlineData("?q=01234567890", "q")]
    [InlineData("?flag=1", "flag")]
    [InlineData("?sort=sideways", "sort")]
    [InlineData("?since=2021-04-20T04:11:00", "since")]
    [InlineData("?since=2021-04-20T04:11:00+08:00", "since")]
    [InlineData("?cursor=%20", "cursor")]
    [InlineData("?cursor=abc%0A", "cursor")]
    public async Task Every_fault_of_a_query_is_named(string query, params string[] parameters) =>
        (await _api.GetAsync(Things + query)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", parameters);

    [Theory]
    [InlineData("?limit=100&q=%F0%A0%AE%B7%F0%A0%AE%B7&flag=true&sort=down&since=2021-04-20T04:11:00%2B08:00")]
    [InlineData("?")]
    public async Task A_right_query_is_taken(string query) => (await _api.GetAsync(Things + query)).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task A_cursor_belongs_to_its_filters()
    {
        var next = (await _api.GetAsync(Things + "?q=a")).Expect(HttpStatusCode.OK).Json.GetProperty("next").GetString();

        var same = (await _api.GetAsync($"{Things}?q=a&cursor={next}")).Expect(HttpStatusCode.OK);
        var other = (await _api.GetAsync($"{Things}?q=b&cursor={next}")).Expect(HttpStatusCode.OK);

        Assert.Equal("键", same.Json.GetProperty("cursor").GetProperty("key").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, other.Json.GetProperty("cursor").ValueKind);
    }

    [Theory, EachEngine]
    public async Task A_slice_without_parameters_refuses_all(Engine engine) =>
        (await portals.On(engine).Anonymous.GetAsync("/v1/site?key=x&limit=1"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "key", "limit");

    private static byte[] Decode(byte[] bytes, string? coding)
    {
        if (coding is null)
        {
            return bytes;
        }
        using var input = new MemoryStream(bytes);
        using Stream decoder = coding == "br" ? new BrotliStream(input, CompressionMode.Decompress) : new GZipStream(input, CompressionMode.Decompress);
        using var output = new MemoryStream();
        decoder.CopyTo(output);
        return output.ToArray();
    }
}
