using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

public sealed class HealthTests(Portals portals)
{
    [Theory]
    [EachEngine("/livez")]
    [EachEngine("/readyz")]
    public async Task A_server_that_works_says_so_and_nobody_keeps_it(Engine engine, string path)
    {
        var answer = (await portals.On(engine).Anonymous.GetAsync(path)).Expect(HttpStatusCode.OK);

        Assert.Equal("""{"status":"ok"}""", answer.Text);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Theory, EachEngine]
    public async Task A_server_with_another_schema_lives_and_is_not_ready(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.Database.WriteAsync(session => session.ExecuteAsync(
            "UPDATE schema_migrations SET hash = @hash", new { hash = "of another program" }, CancellationToken.None), CancellationToken.None);

        (await portal.Anonymous.GetAsync("/livez")).Expect(HttpStatusCode.OK);
        var answer = (await portal.Anonymous.GetAsync("/readyz")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");

        Assert.Equal("The check 'migrations' failed.", answer.Json.GetProperty("detail").GetString());
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("5", answer.Headers["Retry-After"]);
    }

    [Theory, EachEngine]
    public async Task A_server_without_its_data_directory_is_not_ready(Engine engine)
    {
        await using var portal = new Portal(engine);
        (await portal.Anonymous.GetAsync("/readyz")).Expect(HttpStatusCode.OK);
        Directory.Move(portal.DataDirectory, portal.DataDirectory + "-away");
        try
        {
            var answer = (await portal.Anonymous.GetAsync("/readyz")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");

            Assert.DoesNotContain(portal.DataDirectory, answer.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(portal.DataDirectory + "-away", portal.DataDirectory);
        }
    }

    [Theory, EachEngine]
    public async Task Asking_leaves_nothing_behind(Engine engine)
    {
        await using var portal = new Portal(engine);
        (await portal.Anonymous.GetAsync("/readyz")).Expect(HttpStatusCode.OK);

        Assert.DoesNotContain(Directory.EnumerateFiles(portal.DataDirectory), file => Path.GetFileName(file).StartsWith(".ready", StringComparison.Ordinal));
    }

    [Theory, EachEngine]
    public async Task Whoever_watches_the_server_is_never_held_off(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:RateLimits:PublicReads"] = "1/60" });
        (await portal.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.TooManyRequests);

        (await portal.Anonymous.GetAsync("/livez")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync("/readyz")).Expect(HttpStatusCode.OK);
    }
}
