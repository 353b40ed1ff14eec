using System.Net;
using HeadlessCms.Partners;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Partners;

/// <summary>As many wait for changes as may, and a place is free again when its holder leaves, however that happens.</summary>
public sealed class ChangeWaitersTests
{
    private static readonly (string, string) Stream = ("Accept", "text/event-stream");

    [Theory, EachEngine]
    public async Task One_more_than_may_wait_is_told_to_come_again(Engine engine)
    {
        await using var portal = OfOnePlace(engine);
        var stream = await EventStream.OpenAsync(portal.Anonymous, "/v1/changes?since=now");
        await stream.LineAsync();

        var refused = (await portal.Anonymous.GetAsync("/v1/changes?since=now&wait=60")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal("5", refused.Headers["Retry-After"]);
        (await portal.Anonymous.GetAsync("/v1/changes", Stream)).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        (await portal.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK); // does not wait
        await portal.CategoryAsync();
        (await portal.Anonymous.GetAsync("/v1/changes?wait=60")).Expect(HttpStatusCode.ServiceUnavailable); // nothing is public
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryIdAsync() });
        (await portal.Anonymous.GetAsync("/v1/changes?wait=60")).Expect(HttpStatusCode.OK); // need not wait

        await stream.DisposeAsync();
        await ExpectNobodyAsync(portal);
        (await portal.Anonymous.GetAsync("/v1/changes?since=now&wait=1")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task Who_is_answered_leaves_and_so_does_who_hangs_up(Engine engine)
    {
        await using var portal = OfOnePlace(engine);
        var category = await portal.CategoryIdAsync();

        var answered = portal.Anonymous.GetAsync("/v1/changes?since=now&wait=60");
        await ExpectAsync(portal, waiting: 1);
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = category });
        (await answered.WaitAsync(TimeSpan.FromSeconds(30))).Expect(HttpStatusCode.OK);
        await ExpectNobodyAsync(portal);

        using var hangUp = new CancellationTokenSource();
        using var client = portal.CreateClient(); // what it is answered it does not see
        var gone = client.GetAsync("/v1/changes?since=now&wait=60", hangUp.Token);
        await ExpectAsync(portal, waiting: 1);
        (await portal.Anonymous.GetAsync("/v1/changes?since=now&wait=60")).Expect(HttpStatusCode.ServiceUnavailable);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await ExpectNobodyAsync(portal);
    }

    private static Portal OfOnePlace(Engine engine) => new(engine, new Dictionary<string, string> { ["Cms:ChangeWaiters"] = "1" });

    private static Task ExpectNobodyAsync(Portal portal) => ExpectAsync(portal, waiting: 0);

    private static Task ExpectAsync(Portal portal, int waiting) => Eventually.IsSoAsync(
        $"{waiting} wait", TimeSpan.FromSeconds(30), () => Task.FromResult(portal.Services.GetRequiredService<ChangeWaiters>().Count == waiting));
}
