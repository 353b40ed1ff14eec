using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class BodyTests(Workshops workshops)
{
    private const string Things = "/v1/test/things";

    [Theory]
    [InlineData("""{"title": "a", }""", "line 1, byte 16")]
    [InlineData("{\"title\": \"a\",\n\n  \"count\": 1x}", "line 3, byte 13")]
    [InlineData("", "The body is empty")]
    [InlineData("{\"title\": \"\u0001\"}", "line 1")]
    public async Task What_is_not_json_is_refused_with_its_position(string body, string place)
    {
        var answer = (await SendAsync(body)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "");

        Assert.Contains(place, answer.Json.GetProperty("errors")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    public async Task A_root_that_is_no_object_is_refused(string body) =>
        (await SendAsync(body)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Ten_thousand_levels_are_refused(string open, string close) =>
        (await SendAsync(string.Concat(Enumerable.Repeat(open, 10_000)) + "1" + string.Concat(Enumerable.Repeat(close, 10_000))))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "");

    [Fact]
    public async Task Every_unknown_name_and_every_broken_rule_is_named_at_once() =>
        (await SendAsync("""{"title": "", "x": 1, "inner": {"name": "a", "y/~": 2}, "inners": [{"name": "b"}, {"z": 3}]}"""))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/title", "/x", "/inner/y~1~0", "/inners/1/z", "/inners/1/name");

    [Fact]
    public async Task Faults_of_the_query_are_named_beside_those_of_the_body()
    {
        using var content = new StringContent("""{"title": "", "x": 1}""", Encoding.UTF8, "application/json");

        (await workshops.Shared.Anonymous.SendAsync(HttpMethod.Post, $"{Things}?nothing=1&more=2", content))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "nothing", "more", "/title", "/x");
    }

    [Theory]
    [InlineData("news\\n")]
    [InlineData("\\nnews")]
    [InlineData("News")]
    [InlineData("")]
    public async Task Text_of_another_form_is_refused_by_the_last_character_too(string slug)
    {
        var answer = (await SendAsync($$"""{"title": "a", "slug": "{{slug}}"}""")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/slug");

        Assert.Equal("wrong_form", answer.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Every_value_of_a_wrong_type_is_named() =>
        (await SendAsync("""{"title": 1, "count": "1", "flag": 0, "at": "2021-04-20T04:11:00", "of": "x", "day": 1, "tags": ["a", 2], "inner": [], "inners": [{"name": {}}]}"""))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid",
                "/title", "/count", "/flag", "/at", "/of", "/day", "/tags/1", "/inner", "/inners/0/name");

    [Fact]
    public async Task Null_is_no_item_of_a_list() =>
        (await SendAsync("""{"title": "a", "tags": [null, "b"], "inners": [{"name": "a"}, null], "extra": {"free": [null]}}"""))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/tags/0", "/inners/1");

    [Fact]
    public async Task No_more_than_a_hundred_faults_are_named()
    {
        var answer = await SendAsync($$"""{"title": "a", "tags": [{{string.Join(',', Enumerable.Repeat(1, 10_000))}}], "slug": "\ud800"}""");

        Assert.Equal(100, answer.Expect(HttpStatusCode.BadRequest).Json.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_name_twice_is_refused_at_every_depth() =>
        (await SendAsync("""{"title": "a", "title": "b", "inner": {"name": "a", "name": "b"}, "extra": {"free": 1, "fr\u0065e": 2}}"""))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/title", "/inner/name", "/extra/free");

    [Theory]
    [InlineData("""{"title": "\ud800"}""", "/title")]
    [InlineData("""{"title": "\udfb7\ud842"}""", "/title")]
    [InlineData("""{"title": "a\u0000"}""", "/title")]
    [InlineData("""{"title": "a", "tags": ["b", "\ud800"], "extra": {"free": ["\u0000"]}}""", "/tags/1", "/extra/free/0")]
    [InlineData("""{"title": "a", "extra": {"\ud800": 1}}""", "/extra")]
    [InlineData("""{"title": "a", "extra": {"\u0000": 1}}""", "/extra")]
    public async Task Nul_and_half_a_surrogate_pair_are_refused_in_names_and_values(string body, params string[] places) =>
        (await SendAsync(body)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", places);

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused() =>
        (await SendAsync([.. "{\"title\": \""u8, 0xC3, 0x28, .. "\"}"u8])).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/title");

    [Fact]
    public async Task A_byte_order_mark_is_skipped() =>
        Assert.Equal("苏州", (await SendAsync([.. Encoding.UTF8.Preamble, .. "{\"title\": \"苏州\"}"u8]))
            .Expect(HttpStatusCode.OK).Json.GetProperty("title").GetString());

    [Theory]
    [InlineData("2021-04-20T04:11:00Z", "2021-04-20T12:11:00+08:00")]
    [InlineData("2021-04-20T04:11:00.123456789123-05:00", "2021-04-20T17:11:00.123+08:00")]
    [InlineData("2021-04-20t04:11:00.10z", "2021-04-20T12:11:00.1+08:00")]
    public async Task Times_come_in_with_any_offset_and_fraction_and_leave_with_the_sites(string sent, string shown) =>
        Assert.Equal(shown, (await SendAsync($$"""{"title": "a", "at": "{{sent}}"}"""))
            .Expect(HttpStatusCode.OK).Json.GetProperty("at").GetString());

    [Theory]
    [InlineData("\"2021-04-20T04:11:00\"")]
    [InlineData("\"2021-04-20\"")]
    [InlineData("\"2021-02-30T00:00:00Z\"")]
    [InlineData("\"2021-04-20T24:11:00Z\"")]
    [InlineData("\"2021-04-20T04:11:00+99:00\"")]
    [InlineData("\"0000-01-01T00:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00+14:00\"")]
    [InlineData("\"９999-01-01T00:00:00Z\"")]
    [InlineData("\"2021-04-20T04:11:00Z\\n\"")]
    [InlineData("1618891860")]
    public async Task What_is_no_instant_is_refused(string sent)
    {
        var answer = (await SendAsync($$"""{"title": "a", "at": {{sent}}}""")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/at");

        Assert.Contains("offset", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/merge-patch+json")]
    [InlineData("application/json; charset=gbk")]
    [InlineData("application/jsonx")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task A_wrong_media_type_is_refused_and_the_right_one_named(string? type)
    {
        var answer = (await SendAsync("{}"u8.ToArray(), type)).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");

        Assert.Equal("application/json", answer.Headers["Accept"]);
    }

    [Theory]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    public async Task The_right_media_type_is_taken_however_it_is_spelt(string type) =>
        (await SendAsync("{\"title\": \"a\"}"u8.ToArray(), type)).Expect(HttpStatusCode.OK);

    [Fact]
    public async Task A_body_that_is_missing_is_named() =>
        (await workshops.Shared.Anonymous.SendAsync(HttpMethod.Post, Things, null))
            .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Thirty_mebibytes_are_refused(bool chunked)
    {
        using var content = new ByteArrayContent(new byte[30 * 1024 * 1024]);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Things) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        var http = workshops.Shared.Anonymous.Http;

        using var answer = await http.SendAsync(request);
        using var after = await http.GetAsync(Things);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_before_it_sends()
    {
        var answer = await workshops.Shared.SendRawAsync(
            $"POST {Things} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 31457280\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_stores_nothing_and_harms_nobody()
    {
        var answer = await workshops.Shared.SendRawAsync(
            $"POST {Things} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\n{\"tit\r\nXX\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_changes_only_what_it_names()
    {
        var answer = (await workshops.Shared.Anonymous.PatchAsync(
            $"{Things}/a", new { count = (int?)null, inner = new { name = "𠮷" } }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal("a", answer.Json.GetProperty("title").GetString());
        Assert.Equal("𠮷", answer.Json.GetProperty("inner").GetProperty("name").GetString());
        Assert.Contains("\"count\":null", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_names_its_faults_as_a_whole_does() =>
        (await workshops.Shared.Anonymous.PatchAsync($"{Things}/a", new { x = 1, inner = new { y = 2 }, tags = 3 }, "*"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/x", "/inner/y", "/tags");

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_patch_that_is_no_object_is_refused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/merge-patch+json");

        (await workshops.Shared.Anonymous.SendAsync(HttpMethod.Patch, $"{Things}/a", content, ("If-Match", "*"))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "");
    }

    [Fact]
    public async Task A_patch_without_if_match_is_told_so() =>
        (await workshops.Shared.Anonymous.PatchAsync($"{Things}/a", new { count = 1 }, null))
            .ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");

    private Task<Answer> SendAsync(string body) => SendAsync(Encoding.UTF8.GetBytes(body));

    private async Task<Answer> SendAsync(byte[] body, string? type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return await workshops.Shared.Anonymous.SendAsync(HttpMethod.Post, Things, content);
    }
}
