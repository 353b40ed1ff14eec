using System.Net;
using HeadlessCms.Platform.Http;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

public sealed class ProblemPageTests(Portals portals)
{
    [Fact]
    public void Every_kind_there_is_stands_in_the_list()
    {
        var types = typeof(ProblemKinds).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IProblemKind).IsAssignableFrom(type)).ToList();
        var slugs = types.Select(type => (string)type.GetProperty(nameof(ProblemKind.Slug))!.GetValue(null)!);

        Assert.NotEmpty(types);
        Assert.Equal(slugs.Order(StringComparer.Ordinal), ProblemKinds.All.Select(kind => kind.Slug).Order(StringComparer.Ordinal));
        Assert.Equal(ProblemKinds.All.Select(kind => kind.Status).Order(), ProblemKinds.All.Select(kind => kind.Status));
    }

    [Fact]
    public async Task Every_kind_has_a_page_and_the_list_leads_to_it()
    {
        // On one engine: these are pages of the program.
        var api = portals.On(Engine.Sqlite).Anonymous;
        var list = (await api.GetAsync("/problems")).Expect(HttpStatusCode.OK);

        foreach (var kind in ProblemKinds.All)
        {
            var page = (await api.GetAsync(kind.Address)).Expect(HttpStatusCode.OK);
            Assert.Equal("text/html; charset=utf-8", page.Headers["Content-Type"]);
            Assert.Contains($"<h1>{kind.Title}</h1>", WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal);
            Assert.DoesNotContain('`', page.Text);
            Assert.Contains($"href=\"{kind.Address}\"", list.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_kind_that_is_none_is_not_found()
    {
        // On one engine: these are pages of the program.
        (await portals.On(Engine.Sqlite).Anonymous.GetAsync("/problems/none")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
    }
}
