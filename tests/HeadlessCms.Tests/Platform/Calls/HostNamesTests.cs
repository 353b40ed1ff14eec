using System.Net.Sockets;
using HeadlessCms.Platform.Calls;
using Xunit;

namespace HeadlessCms.Tests.Platform.Calls;

public sealed class HostNamesTests
{
    [Fact]
    public async Task A_name_longer_than_names_may_be_means_nothing()
    {
        var host = string.Join('.', Enumerable.Repeat(new string('a', 60), 5));

        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => new HostNames().AddressesOfAsync(host, CancellationToken.None))).SocketErrorCode);
    }
}
