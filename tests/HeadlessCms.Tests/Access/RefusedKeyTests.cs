using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class RefusedKeyTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_key_that_is_none_of_ours_is_refused(Engine engine)
    {
        var answer = await portals.On(engine).Anonymous.GetAsync(
            "/v1/site", ("Authorization", "Bearer hcms_0123456789012345678901234567890123456789012"));

        answer.Expect(HttpStatusCode.Unauthorized);
        Assert.True(answer.Headers.ContainsKey("WWW-Authenticate"));
    }
}
