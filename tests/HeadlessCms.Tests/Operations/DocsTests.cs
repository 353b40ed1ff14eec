using System.Net;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

/// <summary>Swagger UI, in networks that do not reach the internet.</summary>
public sealed partial class DocsTests(Portals portals)
{
    [Fact]
    public async Task The_page_and_all_it_refers_to_come_from_this_server()
    {
        // On one engine: these are files of the program.
        var api = portals.On(Engine.Sqlite).Anonymous;
        var page = (await api.GetAsync("/docs/index.html")).Expect(HttpStatusCode.OK);
        var references = Reference().Matches(page.Text).Select(reference => reference.Groups[1].Value).ToList();

        Assert.True(references.Count(reference => reference.EndsWith(".js", StringComparison.Ordinal)) >= 2);
        Assert.Contains(references, reference => reference.EndsWith(".css", StringComparison.Ordinal));
        Assert.DoesNotContain("//", page.Text.Replace("// ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var reference in references)
        {
            var part = (await api.GetAsync($"/docs/{reference}")).Expect(HttpStatusCode.OK);
            if (reference.EndsWith(".css", StringComparison.Ordinal))
            {
                Assert.DoesNotMatch(@"url\(['""]?(https?:)?//|@import", part.Text);
            }
        }
    }

    [Fact]
    public async Task The_page_shows_this_servers_contract_and_asks_no_validator()
    {
        // On one engine: this is a file of the program.
        var script = (await portals.On(Engine.Sqlite).Anonymous.GetAsync("/docs/index.js")).Expect(HttpStatusCode.OK);

        Assert.Contains("/openapi/v1.json", script.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"validatorUrl\":", script.Text, StringComparison.Ordinal);
        Assert.Contains("configObject.validatorUrl = null", script.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    public async Task The_short_addresses_lead_to_the_page(string path)
    {
        // On one engine: these are addresses of files of the program.
        var answer = await portals.On(Engine.Sqlite).Anonymous.GetAsync(path);

        var location = answer.Expect(HttpStatusCode.MovedPermanently).Headers["Location"];
        Assert.Equal("/docs/index.html", new Uri(new Uri($"http://localhost{path}"), location).AbsolutePath);
    }

    [GeneratedRegex("""(?:src|href)="([^"]+)"[\s/>]""")]
    private static partial Regex Reference();
}
