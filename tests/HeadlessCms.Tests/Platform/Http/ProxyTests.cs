using System.Net;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class ProxyTests(Workshops workshops)
{
    private static readonly (string, string)[] Forwarded =
        [("X-Forwarded-For", "203.0.113.9, 10.1.2.3"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "www.example.gov.cn")];

    [Theory]
    [InlineData(null, "10.1.2.3")] // believed from loopback, and that one is no proxy of ours
    [InlineData("127.0.0.0/8,10.0.0.0/8", "203.0.113.9")]
    [InlineData("::1/128,192.0.2.0/24", "127.0.0.1")]
    public async Task Only_trusted_networks_are_believed(string? networks, string address)
    {
        await using var workshop = await Workshop.StartAsync(networks?.Split(',')
            .Select((network, index) => (network, index))
            .ToDictionary(trusted => $"Cms:TrustedProxies:{trusted.index}", trusted => (string?)trusted.network));

        var caller = (await workshop.Anonymous.GetAsync("/v1/test/caller", Forwarded)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(address, caller[0].GetString());
        Assert.Equal(address == "127.0.0.1" ? "http" : "https", caller[1].GetString());
        Assert.Equal(address != "127.0.0.1", caller[2].GetString() == "www.example.gov.cn");
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-Host", "\"><script>")]
    [InlineData("X-Forwarded-For", "nonsense")]
    [InlineData("X-Forwarded-Proto", "javascript")]
    [InlineData("X-Forwarded-Prefix", "/evil.example")]
    public async Task No_answer_holds_what_the_caller_says_of_the_host(string name, string value)
    {
        foreach (var path in (string[])["/v1/site", "/v1/test/things", "/v1/nothing", "/v1/test/failure"])
        {
            var answer = await workshops.Shared.Anonymous.GetAsync(path, (name, value));

            Assert.DoesNotContain(value, answer.Text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(answer.Headers.Values, header => header.Contains(value, StringComparison.OrdinalIgnoreCase));
        }
    }
}
