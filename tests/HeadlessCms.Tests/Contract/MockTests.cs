using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Prism, which knows nothing but <c>openapi.yaml</c>, stands before the server.</summary>
public sealed class MockTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    [Fact]
    public async Task A_proxy_that_holds_both_sides_to_the_document_finds_what_breaks_it()
    {
        ClientTools.SkipWhereMissing();
        await using var prism = await PrismProcess.ProxyAsync(sandbox.Address);

        using var whole = await prism.Http.GetAsync("/v1/articles/innovation-centres-launched");
        using var trimmed = await prism.Http.GetAsync("/v1/articles/innovation-centres-launched?fields=title"); // what is left out is required, which no schema can take back

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.InternalServerError), (whole.StatusCode, trimmed.StatusCode));
    }
}
