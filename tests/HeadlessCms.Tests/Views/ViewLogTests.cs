using HeadlessCms.Operations;
using HeadlessCms.Platform.Files;
using HeadlessCms.Tests.Operations;
using HeadlessCms.Tests.Support;
using HeadlessCms.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Views;

/// <summary>The views counted last lie in a log until they are added up: nobody may see the difference.</summary>
public sealed class ViewLogTests
{
    [Theory, EachEngine]
    public async Task Statistics_and_trends_are_the_same_before_and_after_it_is_added_up(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon + TimeSpan.FromMinutes(30));
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        var (first, second, elsewhere) = (await portal.ArticleAsync(category), await portal.ArticleAsync(category), await portal.ArticleAsync());
        Task FromAsync(string source) => portal.Anonymous.PostAsync($"/v1/articles/{first}/views?src={source}");
        async Task<string[]> ShownAsync() => await Task.WhenAll(
            ((string[])[$"{first}/views", $"{second}/views", .. TrendWindow.All.Select(window => $"trending?category={category}&window={window.Name}")])
                .Select(async path => (await portal.Anonymous.GetAsync($"/v1/articles/{path}")).Text));
        Task<long> RowsAsync(string table) => portal.Database.FirstOrDefaultAsync<long>($"SELECT COUNT(*) FROM {table}", null, default);

        await FromAsync("z-first");
        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.ViewAsync(second, 2); // what was first is added up now
        for (var n = 0; n < 2 * ViewStore.MaximumSources; n++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await FromAsync($"s{(n * 7) % 60}");
        }
        var shown = await ShownAsync();
        Assert.InRange(await RowsAsync("article_view_log"), 2, 2 * ViewStore.MaximumSources + 2);
        Assert.Equal(1, await RowsAsync("article_view_days"));
        Assert.Empty(await FaultsAsync(portal));

        clock.Advance(TimeSpan.FromMinutes(1));
        await portal.ViewAsync(elsewhere, 1);

        Assert.Equal(1, await RowsAsync("article_view_log"));
        Assert.Equal(1 + ViewStore.MaximumSources + 1, await RowsAsync("article_view_days"));
        Assert.Equal(shown, await ShownAsync());
        Assert.Empty(await FaultsAsync(portal));
    }

    [Theory, EachEngine]
    public async Task It_is_added_up_within_its_minute_when_it_grows_long(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var id = Guid.Parse(await portal.ArticleAsync());
        var counter = portal.Services.GetRequiredService<ViewCounter>();
        const int Views = ViewLogStore.MaximumRows + ViewCounter.MaximumBatch;
        Task<CountOutcome> CountAsync(int n) => counter.CountAsync(new PendingView { ArticleId = id, Slug = null, Source = $"s{n}", At = clock.GetUtcNow() });

        foreach (var together in Enumerable.Range(0, Views - 1).Chunk(ViewCounter.MaximumBatch))
        {
            await Task.WhenAll(together.Select(CountAsync));
        }
        await CountAsync(0);

        Assert.InRange(await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM article_view_log", null, default), 1, ViewLogStore.MaximumRows - 1);
        var statistics = await portal.ViewsOfAsync(id.ToString());
        Assert.Equal(Views, statistics.Views());
        Assert.Equal([$"2026-11-23={Views}"], statistics.Days());
        Assert.Equal(ViewStore.MaximumSources + 1, statistics.Sources().Length);
    }

    private static async Task<List<string>> FaultsAsync(Portal portal) =>
        await new ConsistencyCheck(portal.Database, portal.Services.GetRequiredService<FileStore>(), new Silence())
            .RunAsync(deep: false, CancellationToken.None).Select(finding => finding.ToString()).ToListAsync();
}
