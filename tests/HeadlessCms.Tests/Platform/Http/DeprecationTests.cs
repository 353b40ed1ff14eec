using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

/// <summary>An operation that will be taken away tells its callers.</summary>
public sealed class DeprecationTests(Workshops workshops)
{
    [Fact]
    public async Task Its_answers_and_its_refusals_say_since_when_until_when_and_where_to_read_on()
    {
        var workshop = workshops.Shared;
        ExpectHeaders((await workshop.With(Workshop.AdminKey).GetAsync("/v1/test/old")).Expect(HttpStatusCode.OK));
        ExpectHeaders((await workshop.Anonymous.GetAsync("/v1/test/old")).Expect(HttpStatusCode.Unauthorized));
        ExpectHeaders((await workshop.With(Workshop.AdminKey).GetAsync("/v1/test/old?x=1")).Expect(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Others_say_nothing_of_the_kind() =>
        Assert.False((await workshops.Shared.Anonymous.GetAsync("/v1/test/caller")).Headers.ContainsKey("Deprecation"));

    private static void ExpectHeaders(Answer answer)
    {
        Assert.Equal("@1795478400", answer.Headers["Deprecation"]);
        Assert.Equal("Thu, 01 Apr 2027 00:00:00 GMT", answer.Headers["Sunset"]);
        Assert.Equal("</docs>; rel=\"deprecation\"; type=\"text/html\"", answer.Headers["Link"]);
    }
}
