using HeadlessCms.Tests.Platform.Http;
using Microsoft.Extensions.Options;
using Xunit;

namespace HeadlessCms.Tests.Platform;

public sealed class CmsOptionsTests
{
    [Theory]
    [InlineData("Cms:TrustedProxies:0", "10.0.0.1")]
    [InlineData("Cms:TrustedProxies:0", "10.0.0.0/33")]
    [InlineData("Cms:TrustedProxies:0", "proxy.example")]
    [InlineData("Cms:Cors:0", "www.example.gov.cn")]
    [InlineData("Cms:Cors:0", "https://www.example.gov.cn/")]
    [InlineData("Cms:Cors:0", "*")]
    [InlineData("Cms:RateLimits:Keys", "600")]
    [InlineData("Cms:RateLimits:PublicReads", "0/60")]
    [InlineData("Cms:RateLimits:ViewCounts", "600/60\n")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Workshop.StartAsync(new Dictionary<string, string?> { [name] = value }));

        Assert.Contains(name.Replace(":0", "", StringComparison.Ordinal), refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cms:AdminKey", "short")]
    [InlineData("Cms:PublicMaxAge", "-1")]
    [InlineData("Cms:Views:RepeatWindow", "-1")]
    [InlineData("Cms:ChangeWaiters", "0")]
    public async Task A_value_out_of_range_stops_the_start(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Workshop.StartAsync(new Dictionary<string, string?> { [name] = value }));

        Assert.Contains(name.Split(':')[^1], refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cms:PublicMaxAgge", "1")]
    [InlineData("Cms:RateLimits:Reads", "1/1")]
    [InlineData("Cms:PublicMaxAge", "soon")]
    public async Task An_unknown_or_unreadable_setting_stops_the_start(string name, string value)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Workshop.StartAsync(new Dictionary<string, string?> { [name] = value }));

        Assert.Contains(name.Split(':')[^1], refused.ToString(), StringComparison.Ordinal);
    }
}
