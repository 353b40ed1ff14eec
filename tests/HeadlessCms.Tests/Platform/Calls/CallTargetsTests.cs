using System.Net;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Options;
using Xunit;

namespace HeadlessCms.Tests.Platform.Calls;

/// <summary>Where calls of ours may go.</summary>
public sealed class CallTargetsTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_what_is_on_the_internet_is_called(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, Targets().Allows(IPAddress.Parse(address)));

    [Fact]
    public void What_the_settings_allow_is_called()
    {
        Assert.True(Targets("10.1.0.0/16").Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(Targets("10.1.0.0/16").Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(Targets("10.1.0.0/16").Allows(IPAddress.Parse("10.2.2.3")));
    }

    private static CallTargets Targets(params string[] allowed) =>
        new(Options.Create(new CmsOptions { Webhooks = new WebhookOptions { AllowedNetworks = allowed } }), new NoHostNames());
}
