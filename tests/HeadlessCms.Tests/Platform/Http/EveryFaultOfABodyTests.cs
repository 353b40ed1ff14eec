using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

/// <summary>How the faults that are found one way after another become one answer.</summary>
public sealed class EveryFaultOfABodyTests(Workshops workshops)
{
    private const string Things = "/v1/test/things";

    [Theory]
    [InlineData("""{"title": "", "count": "1", "x": 1, "slug": "News", "inners": [{"name": 1}, 2, {"name": ""}, {}]}""",
        "/title required", "/count wrong_type", "/x unknown_property", "/slug wrong_form",
        "/inners/0/name wrong_type", "/inners/1 wrong_type", "/inners/2/name required", "/inners/3/name required")]
    [InlineData("""{"title": "\ud800", "slug": "News"}""", "/title not_well_formed", "/slug wrong_form")]
    [InlineData("""{"title": "a", "title": "b", "slug": "News"}""", "/title repeated", "/slug wrong_form")]
    [InlineData("""{"\ud800": 1, "title": "", "inner": {"\u0000": 1, "name": 2}}""", " not_well_formed", "/title required", "/inner not_well_formed", "/inner/name wrong_type")]
    [InlineData("""{"title": "a", "inners": 1, "inner": {"name": 1, "y": 2}, "extra": {"a": [1, "\u0000"]}, "slug": ""}""",
        "/inners wrong_type", "/inner/name wrong_type", "/inner/y unknown_property", "/extra/a/1 not_well_formed", "/slug wrong_form")]
    [InlineData("""{"title": "a", "tags": ["known", 1, 2, ""], "count": "1"}""", "/tags/1 wrong_type", "/tags/2 wrong_type", "/tags/3 required", "/count wrong_type")]
    [InlineData("""{"title": "a", "tags": ["known", 1, "known"]}""", "/tags repeated", "/tags/1 wrong_type")]
    public async Task A_fault_of_one_kind_hides_none_of_another_and_brings_none_that_is_not_there(string body, params string[] faults) =>
        Assert.Equal(faults.Order(StringComparer.Ordinal), (await SendAsync(body)).ExpectFaults());

    [Theory]
    [InlineData("""{"title": "a", "of": "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", "tags": ["none"]}""")]
    [InlineData("""{"title": "a", "of": "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", "tags": ["none", 1, "known", "nor"], "x": 1}""",
        "/of unknown", "/tags/0 unknown", "/tags/1 wrong_type", "/tags/3 unknown", "/x unknown_property")]
    [InlineData("""{"title": "", "of": "x", "tags": ["none", "none"]}""", "/title required", "/of wrong_type", "/tags repeated", "/tags/0 unknown", "/tags/1 unknown")]
    [InlineData("""{"title": "a", "of": "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", "tags": ["none", "b", "c", "d", "e", "f"]}""", "/of unknown", "/tags too_many")]
    public async Task What_a_body_names_is_looked_up_only_when_it_has_other_faults_and_only_what_is_right_in_itself(string body, params string[] faults)
    {
        var answer = await SendAsync(body);

        Assert.Equal(faults.Order(StringComparer.Ordinal), answer.Status == HttpStatusCode.OK ? Array.Empty<string>() : answer.ExpectFaults());
    }

    [Fact]
    public async Task Sixty_four_levels_beside_a_fault_are_read()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 62)) + "{}" + new string('}', 62);

        Assert.Equal(["/count wrong_type", "/slug wrong_form"], (await SendAsync($$"""{"title": "a", "extra": {{deep}}, "count": "1", "slug": "News"}""")).ExpectFaults());
    }

    [Fact]
    public async Task A_patch_with_faults_is_judged_by_the_whole_it_would_make() =>
        Assert.Equal(
            ["/inner/name wrong_type", "/of unknown", "/slug wrong_form", "/tags/0 unknown", "/tags/1 wrong_type", "/title required", "/x unknown_property"],
            (await workshops.Shared.Anonymous.PatchAsync(
                $"{Things}/a",
                new { title = (string?)null, x = 1, slug = "News", inner = new { name = 1 }, of = "0190f3c2-7b1e-7c44-9a53-0d3f5d2c8a11", tags = new object[] { "none", 1 } },
                "*")).ExpectFaults());

    private async Task<Answer> SendAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await workshops.Shared.Anonymous.SendAsync(HttpMethod.Post, Things, content);
    }
}
