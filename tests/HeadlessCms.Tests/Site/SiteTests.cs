using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Site;

public sealed class SiteTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task The_site_is_public_and_a_second_look_costs_nothing(Engine engine)
    {
        var api = portals.On(engine).Anonymous;

        var first = (await api.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        var second = (await api.GetAsync("/v1/site", ("If-None-Match", first.ETag!))).Expect(HttpStatusCode.NotModified);

        Assert.Equal("Asia/Shanghai", first.Json.GetProperty("timeZone").GetString());
        Assert.Empty(second.Bytes);
        Assert.Equal(first.ETag, second.ETag);
    }
}
