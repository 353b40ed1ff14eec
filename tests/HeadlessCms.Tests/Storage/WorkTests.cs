using System.Globalization;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Storage;

/// <summary>Every list costs the same in a large portal as in one of a third, and on its last pages as on its first.</summary>
public sealed class WorkTests
{
    private static readonly string[] Filters =
    [
        "", "category=home", "category=left", "category=left&depth=0", "tag=common", "tag=rare", "source=s", "author=a", "locale=en", "publishedAfter=2000-01-01T00:00:00Z",
        "publishedBefore=2999-01-01T00:00:00Z", "featured=true", "featured=false", "pinned=true", "pinned=false", "hasAttachments=true", "hasAttachments=false",
        $"ids={LargePortal.Id(0)},{LargePortal.Id(7)}", "category=home&tag=common", "category=left&source=s", "tag=common&author=a&locale=en", "tag=rare&featured=true",
    ];

    private static readonly string[] Sorts = ["-publishedAt", "publishedAt", "-updatedAt", "-views", "title"];

    // The filters that are tried in every order. How far a walk goes to find twenty of the one in ten that another leaves is
    // chance, and differs by more than is allowed here.
    private static readonly string[] InEveryOrder = ["", "category=left", "tag=common", "tag=rare", "category=left&source=s", "state=all"];

    private static readonly string[] Others =
    [
        "/v1/tags?limit=20", "/v1/categories?limit=20", "/v1/audit?limit=20", "/v1/audit?limit=20&action=article.update", "/v1/audit?limit=20&actor=甲",
        $"/v1/audit?limit=20&actor={LargePortal.Id(1)}", "/v1/audit?limit=20&targetType=article", "/v1/audit?limit=20&targetId=x",
        "/v1/audit?limit=20&from=2026-01-01T10:00:00Z&to=2026-01-01T20:00:00Z", "/v1/keys?limit=20", "/v1/attachments?limit=20", "/v1/attachments?limit=20&mediaType=image/png",
        "/v1/attachments?limit=20&mediaType=image/*", "/v1/attachments?limit=20&unused=true", "/v1/attachments?limit=20&unused=false", $"/v1/attachments/{LargePortal.Id(0)}/usage?limit=20",
        $"/v1/articles/{LargePortal.Id(0)}/versions?limit=20", $"/v1/articles/{LargePortal.Id(0)}/previews?limit=20", $"/v1/articles/{LargePortal.Id(0)}/neighbours",
        $"/v1/articles/{LargePortal.Id(0)}/related", $"/v1/articles/{LargePortal.Id(0)}", "/v1/articles/s-0", "/v1/changes?limit=20", "/v1/changes?limit=20&category=left",
        "/v1/articles?limit=20&count=true", "/v1/articles?limit=20&count=true&category=left", "/v1/articles?limit=20&count=true&tag=common",
    ];

    private static IEnumerable<(string Path, string Sort)> Lists =>
        from filter in Filters.Concat(ArticleQuery.States.Select(state => $"state={state}"))
        from sort in Sorts.Take(InEveryOrder.Contains(filter) ? Sorts.Length : 1)
        select ($"/v1/articles?limit=20&sort={sort}&{filter}".TrimEnd('&'), sort);

    [Fact]
    public async Task No_list_takes_more_steps_when_there_are_many_times_as_many_or_when_it_goes_deep()
    {
        const int Many = 10_800;
        // On one engine: only SQLite counts its steps; the other's plans are looked at in PlanTests.
        await using var small = await LargePortal.OfAsync(Engine.Sqlite, Many / 3); // what halves of it leave is still more than what is read whole
        await using var large = await LargePortal.OfAsync(Engine.Sqlite, Many);
        var faults = new List<string>();
        void Compare(string path, string what, Work one, Work other)
        {
            if (other.Steps > one.Steps * 1.1 + 20)
            {
                faults.Add($"{path}: {one.Steps} {what} {other.Steps}\n  {string.Join("\n  ", one.Statements)}\n{what}\n  {string.Join("\n  ", other.Statements)}");
            }
        }
        foreach (var path in Others)
        {
            Compare(path, "became", await Work.OfAsync(small, CallerOf(small, path), path), await Work.OfAsync(large, CallerOf(large, path), path));
        }
        foreach (var (path, sort) in Lists)
        {
            var first = await Work.OfAsync(large, large.Admin, path);
            Compare(path, "became", await Work.OfAsync(small, small.Admin, path), first);
            Compare(path, "became, deep,", first, await Work.OfAsync(large, large.Admin, $"{path}&cursor={await CursorAsync(large, path, sort, Many)}"));
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static Api CallerOf(Portal portal, string path) => path.StartsWith("/v1/changes", StringComparison.Ordinal) ? portal.Anonymous : portal.Admin;

    // A place when nine tenths of the list are over.
    private static async Task<string> CursorAsync(Portal portal, string path, string sort, int articles)
    {
        var context = new DefaultHttpContext { RequestServices = portal.Services };
        context.Request.QueryString = new QueryString(path[path.IndexOf('?', StringComparison.Ordinal)..]);
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new QueryMetadata(ArticleQuery.Parameters)), null));
        var query = ArticleQuery.From((await Query.BindAsync(context, null!))!);
        string Time(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var (late, early) = (articles * 9 / 10, articles / 10);
        var key = sort switch
        {
            "-publishedAt" => Time(LargePortal.Newest.AddMinutes(-late)),
            "publishedAt" => Time(LargePortal.Newest.AddMinutes(-early)),
            "-updatedAt" => Time(LargePortal.Newest.AddMinutes(early)),
            "-views" => early.ToString(CultureInfo.InvariantCulture),
            _ => LargePortal.TitleOf(late),
        };
        return portal.Services.GetRequiredService<Cursors>().Write(new Position(key, LargePortal.Id(late)), query.Filtering);
    }
}
