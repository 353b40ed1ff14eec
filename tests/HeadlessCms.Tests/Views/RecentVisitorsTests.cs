using System.Net;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Tests.Support;
using HeadlessCms.Views;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Views;

public sealed class RecentVisitorsTests
{
    private static readonly Guid Article = Guid.CreateVersion7(ViewSamples.Noon);

    [Theory, EachEngine]
    public async Task A_visitor_counts_once_within_the_window(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock, ("Cms:Views:RepeatWindow", "600"));
        var category = await portal.CategoryAsync();
        var (id, other) = (await portal.ArticleAsync(category), await portal.ArticleAsync(category));
        async Task<bool> CountsAsync(string article, string browser = "one") =>
            (await portal.ViewAsync(article, ("User-Agent", browser))).GetProperty("counted").GetBoolean();

        Assert.True(await CountsAsync(id));
        Assert.False(await CountsAsync(id));
        Assert.True(await CountsAsync(id, "another"));
        Assert.True(await CountsAsync(other));
        clock.Advance(TimeSpan.FromSeconds(599));
        Assert.False(await CountsAsync(id));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await CountsAsync(id));
        Assert.False(await CountsAsync(id));
        Assert.Equal(3, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory, EachEngine]
    public async Task A_new_day_of_the_site_knows_nobody(Engine engine)
    {
        var clock = new FakeTimeProvider(new(2026, 11, 23, 15, 59, 59, TimeSpan.Zero));
        await using var portal = ViewSamples.PortalAt(engine, clock, ("Cms:Views:RepeatWindow", "86400"));
        var id = await portal.ArticleAsync();

        await portal.ViewAsync(id, 1);
        Assert.False((await portal.ViewAsync(id)).GetProperty("counted").GetBoolean());
        clock.Advance(TimeSpan.FromSeconds(1));
        await portal.ViewAsync(id, 1);

        Assert.Equal(["2026-11-23=1", "2026-11-24=1"], (await portal.ViewsOfAsync(id)).Days());
    }

    [Theory, EachEngine]
    public async Task Without_a_window_every_view_counts(Engine engine)
    {
        await using var portal = ViewSamples.PortalAt(engine, new FakeTimeProvider(ViewSamples.Noon));
        var id = await portal.ArticleAsync();

        await portal.ViewAsync(id, 3);

        Assert.Equal(3, (await portal.ViewsOfAsync(id)).Views());
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:1:2:3", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    public void A_visitor_is_known_by_the_network(string first, string second, bool same)
    {
        var visitors = Visitors();

        Assert.NotNull(visitors.Note(Article, IPAddress.Parse(first), "browser", ViewSamples.Noon));
        Assert.Equal(same, visitors.Note(Article, IPAddress.Parse(second), "browser", ViewSamples.Noon) is null);
    }

    [Fact]
    public void A_view_that_failed_may_be_tried_again()
    {
        var visitors = Visitors();
        var visit = visitors.Note(Article, null, "browser", ViewSamples.Noon);

        visitors.Forget(visit!.Value);
        Assert.NotNull(visitors.Note(Article, null, "browser", ViewSamples.Noon.AddSeconds(1)));
        visitors.Forget(visit.Value); // late, and of the view before

        Assert.Null(visitors.Note(Article, null, "browser", ViewSamples.Noon.AddSeconds(2)));
    }

    [Fact]
    public void Memory_is_bounded_and_the_earliest_go_first()
    {
        var visitors = Visitors();
        for (var n = 0; n <= RecentVisitors.Capacity; n++)
        {
            visitors.Note(Article, null, $"browser {n}", ViewSamples.Noon);
        }

        Assert.Equal(RecentVisitors.Capacity, visitors.Count);
        Assert.Null(visitors.Note(Article, null, $"browser {RecentVisitors.Capacity}", ViewSamples.Noon));
        Assert.NotNull(visitors.Note(Article, null, "browser 0", ViewSamples.Noon));
        Assert.NotNull(visitors.Note(Article, null, "late", ViewSamples.Noon.AddSeconds(600)));
        Assert.Equal(1, visitors.Count);
    }

    private static RecentVisitors Visitors() =>
        new(Options.Create(new CmsOptions { Views = new ViewOptions { RepeatWindow = 600 } }), new SiteZone());
}
