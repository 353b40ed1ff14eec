using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>The orders of a list: each is what its name says, equal ones by id, and walking it meets every item once.</summary>
public sealed class ArticleSortTests
{
    // By code points, which is neither the order of a dictionary, nor of UTF-16 (ｱ and 𠀀), nor of letters of either case.
    private static readonly string[] Titles = ["a", "B", "é", "ｱ", "𠀀", "一", "苏州", "苏州要闻", "a"];

    private static readonly string[] Filters = ["", "category={0}", "category={0}&tag=双", "hasAttachments=true", "hasAttachments=false", "hasAttachments=true&tag=双"];

    [Theory, EachEngine]
    public async Task Each_order_is_the_one_it_names_with_equal_ones_by_id(Engine engine)
    {
        var clock = new FakeTimeProvider(ViewSamples.Noon);
        await using var portal = ViewSamples.PortalAt(engine, clock);
        var category = await portal.CategoryAsync();
        var articles = new List<Listed>();
        for (var n = 0; n < 18; n++)
        {
            articles.Add(await ListedAsync(portal, category, n));
            clock.Advance(TimeSpan.FromSeconds(n % 3 == 0 ? 1 : 0)); // three are of one moment
        }
        await portal.DraftAsync(new { title = "A", categoryId = category });
        var gone = await portal.ArticleAsync(category);
        await portal.ViewAsync(gone, times: 4);
        (await portal.Admin.PostAsync($"/v1/articles/{gone}/withdraw", new { reason = "error" })).Expect(HttpStatusCode.OK);

        foreach (var filter in Filters)
        {
            var shown = articles.Where(article =>
                (!filter.Contains('双', StringComparison.Ordinal) || article.HasTag)
                && (!filter.Contains("hasAttachments", StringComparison.Ordinal) || article.HasFile == filter.Contains("true", StringComparison.Ordinal))).ToList();
            Assert.NotEmpty(shown);
            await IsAsync(portal, filter, category, "-publishedAt", shown, (a, b) => string.CompareOrdinal(b.PublishedAt, a.PublishedAt), descending: true);
            await IsAsync(portal, filter, category, "publishedAt", shown, (a, b) => string.CompareOrdinal(a.PublishedAt, b.PublishedAt), descending: false);
            await IsAsync(portal, filter, category, "-updatedAt", shown, (a, b) => string.CompareOrdinal(b.UpdatedAt, a.UpdatedAt), descending: true);
            await IsAsync(portal, filter, category, "-views", shown, (a, b) => b.Views.CompareTo(a.Views), descending: true);
            await IsAsync(portal, filter, category, "title", shown, (a, b) => Encoding.UTF8.GetBytes(a.Title).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Title)), descending: false);
        }
    }

    private static async Task IsAsync(Portal portal, string filter, string category, string sort, List<Listed> shown, Comparison<Listed> order, bool descending)
    {
        var expected = shown.Order(Comparer<Listed>.Create((a, b) => order(a, b) is var way and not 0 ? way : string.CompareOrdinal(a.Id, b.Id) * (descending ? -1 : 1))).Select(article => article.Id);
        var path = $"/v1/articles?{string.Format(null, filter, category)}&sort={sort}".Replace("?&", "?", StringComparison.Ordinal);
        Assert.Equal(expected, (await portal.Anonymous.GetAsync($"{path}&limit=100")).Expect(HttpStatusCode.OK).Ids());
        Assert.Equal(expected, await portal.Anonymous.WalkAsync($"{path}&limit=4"));
    }

    // Six datelines, nine titles, three counts, and two of each kind of article.
    private static async Task<Listed> ListedAsync(Portal portal, string category, int n)
    {
        var (hasTag, hasFile) = (n % 2 == 0, n % 3 == 1);
        var id = await portal.PublishedAsync(new
        {
            title = Titles[n % Titles.Length],
            body = "<p>文</p>",
            categoryId = category,
            publishedAt = $"2024-01-0{1 + (n * 5 % 6)}T00:00:00+08:00",
            tags = hasTag ? new[] { "双" } : [],
            attachments = hasFile ? new object[] { new { id = await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf") } } : [],
        });
        await portal.ViewAsync(id, times: n % 3);
        var article = (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).Expect(HttpStatusCode.OK).Json;
        return new(id, Titles[n % Titles.Length], article.Text("publishedAt")!, article.Text("updatedAt")!, n % 3, hasTag, hasFile);
    }

    private sealed record Listed(string Id, string Title, string PublishedAt, string UpdatedAt, int Views, bool HasTag, bool HasFile);
}
