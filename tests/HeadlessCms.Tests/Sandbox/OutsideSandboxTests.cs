using System.Net;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Sandbox;

/// <summary>What a sandbox has, no other server has, whoever asks.</summary>
public sealed class OutsideSandboxTests(Portals portals)
{
    [Theory]
    [EachEngine("POST", "/sandbox/reset")]
    [EachEngine("GET", "/sandbox/clock")]
    [EachEngine("PUT", "/sandbox/clock")]
    [EachEngine("GET", "/sandbox/faults")]
    [EachEngine("PUT", "/sandbox/faults")]
    [EachEngine("GET", "/sandbox/openapi.yaml")]
    public async Task None_of_it_exists_elsewhere(Engine engine, string method, string path)
    {
        // Not held to the contract, which does not know the paths either.
        using var http = portals.On(engine).CreateDefaultClient();

        (await new Api(http, Portal.AdminKey).SendAsync(new HttpMethod(method), path, null)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory, EachEngine]
    public void No_clock_but_the_sandboxs_can_be_set(Engine engine) =>
        Assert.Same(TimeProvider.System, portals.On(engine).Services.GetRequiredService<TimeProvider>());
}
