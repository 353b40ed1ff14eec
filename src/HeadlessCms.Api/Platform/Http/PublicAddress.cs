using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Where this server is found, for formats that need absolute addresses: the setting, else the address it listens on.
/// Never the <c>Host</c> header, which anybody can write anything into.
/// </summary>
internal sealed class PublicAddress(IOptions<CmsOptions> options, IServer server)
{
    private const string Default = "http://127.0.0.1:5080";

    /// <summary>An absolute address of a path on this server.</summary>
    public string Of(string path) => Base.TrimEnd('/') + path;

    private string Base => options.Value.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
        ?? Default;
}
