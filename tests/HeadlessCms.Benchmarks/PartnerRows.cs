using System.Text;
using System.Text.RegularExpressions;
using HeadlessCms.Partners;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Benchmarks;

/// <summary>What feed readers, crawlers and partners ask for, in a large portal against a small one.</summary>
internal sealed partial class PartnerRows(Settings settings, string large, string few)
{
    private const int Requests = 100;
    private const string Secret = "known here, to make the cursors of a partner who is half way";
    private const string Feed = $"/v1/feeds/atom.xml?category={PortalGenerator.Half}&limit=20&full=true";

    // Nothing of these is to come from memory.
    private static readonly string[] Known = ["--Cms:Cache:MaximumBytes", "0", "--Cms:Secret", Secret, "--Cms:PublicUrl", "http://127.0.0.1"];

    private readonly Cursors _cursors = new(new Secrets(Encoding.UTF8.GetBytes(Secret)));

    /// <summary>All of them.</summary>
    public async Task RunAsync(Func<Measurement, Task> take)
    {
        await using var product = await Server.ProductAsync(large, Known);
        await using var small = await Server.ProductAsync(few, Known);
        using var ours = new HttpClient { BaseAddress = product.Address };
        using var baseline = new HttpClient { BaseAddress = small.Address };

        Measurement Latency(string name, int requests, Func<HttpClient, int, Task<(string Path, int Items)>> asked)
        {
            async Task<double> MeasureAsync(HttpClient client, int articles)
            {
                var (path, items) = await asked(client, articles);
                return (await Row.LatencyAsync(client, [path], requests)).P50 / items;
            }
            return Row.Alternate(
                $"{name} at {settings.Articles:N0} against {settings.Few:N0}, p50", "≤ 1.3", "ms", settings.Rounds,
                () => MeasureAsync(ours, settings.Articles), () => MeasureAsync(baseline, settings.Few));
        }
        Measurement Page(string name, Func<HttpClient, int, Task<string>> path) =>
            Latency(name, Requests, async (client, articles) => (await path(client, articles), 1));

        await take(Page("feed of 20 whole articles of half the portal", (_, _) => Task.FromResult(Feed)));
        await take(Page("its second page", (client, _) => LinkAsync(client, "next")));
        await take(Page("its archive", (client, _) => LinkAsync(client, "prev-archive")));
        await take(Page("snapshot page of 100 from the middle", (_, articles) => ChangesAsync(new(ChangePart.Snapshot, articles, PortalGenerator.ArticleId(articles / 2)), null)));
        await take(Page("100 changes from the middle", (_, articles) => ChangesAsync(ChangePlace.After(articles / 2), null)));
        await take(Page("100 changes of half the portal from the middle", (_, articles) => ChangesAsync(ChangePlace.After(articles / 2), PortalGenerator.HalfId)));
        await take(Latency("the sitemap's first part, for each address,", 10, SitemapAsync));
    }

    private Task<string> ChangesAsync(ChangePlace place, Guid? category) =>
        Task.FromResult($"/v1/changes?limit=100&since={ChangeCursor.Write(_cursors, place, category)}{(category is null ? "" : $"&category={category}")}");

    private static async Task<string> LinkAsync(HttpClient client, string relation)
    {
        var link = Link().Matches(await client.GetStringAsync(Feed)).Single(match => match.Groups["rel"].Value == relation);
        return new Uri(System.Net.WebUtility.HtmlDecode(link.Groups["href"].Value)).PathAndQuery;
    }

    private static async Task<(string Path, int Items)> SitemapAsync(HttpClient client, int articles)
    {
        var part = new Uri(Location().Match(await client.GetStringAsync("/sitemap.xml")).Groups["loc"].Value).PathAndQuery;
        return (part, Location().Count(await client.GetStringAsync(part)));
    }

    [GeneratedRegex("""<link rel="(?<rel>[^"]+)" href="(?<href>[^"]+)" """)]
    private static partial Regex Link();

    [GeneratedRegex("<loc>(?<loc>[^<]+)</loc>")]
    private static partial Regex Location();
}
