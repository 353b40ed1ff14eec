using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using HeadlessCms.Tests.Webhooks;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What every list of the document costs: the same few statements, however many items it shows.</summary>
public sealed class StatementCountTests
{
    private const int Few = 2;
    private const int Many = 25;

    // Words that add to what an item shows, or put the list together in another way.
    private static readonly string[] Variations = ["include", "count", "full", "sort"];

    [Theory, EachEngine]
    public async Task A_list_of_25_costs_as_many_statements_as_one_of_2(Engine engine)
    {
        await using var portal = new Portal(engine, Portal.Unkept);
        var names = await FillAsync(portal);
        var statements = 0;
        portal.Database.Executing += (_, _) => Interlocked.Increment(ref statements); // what jobs send is not told
        var faults = new List<string>();
        var asked = 0;
        foreach (var path in Lists(names))
        {
            async Task<(int Cost, int Items)> CostAsync(int limit)
            {
                var (least, items) = (int.MaxValue, 0);
                for (var round = 0; round < 2; round++) // what is found out once and kept is not counted
                {
                    var before = statements;
                    var answer = (await portal.Admin.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}")).Expect(HttpStatusCode.OK);
                    (least, items) = (Math.Min(least, statements - before), ItemsOf(answer));
                }
                return (least, items);
            }
            var (few, many) = (await CostAsync(Few), await CostAsync(Many));
            if (few.Cost != many.Cost || few.Cost == 0 || few.Items != Few || many.Items != Many)
            {
                faults.Add($"{path}: {few.Items} items cost {few.Cost}, {many.Items} cost {many.Cost}");
            }
            asked++;
        }

        Assert.Empty(faults);
        Assert.True(asked > 40, $"only {asked} were asked");
    }

    // Each operation that takes a limit, bare and with each value of each of its variations.
    private static IEnumerable<string> Lists(IReadOnlyDictionary<string, string> names) =>
        from operation in ContractFile.Committed.Operations
        where operation.Method == HttpMethod.Get && operation.Parameters.Any(parameter => parameter.Name == "limit")
        let path = names.Aggregate(operation.Path, (path, name) => path.Replace(name.Key, name.Value, StringComparison.Ordinal))
        from query in operation.Parameters.Where(parameter => Variations.Contains(parameter.Name)).SelectMany(Queries).Prepend("")
            .Concat(operation.Id == "listChanges" ? [$"since={names["since"]}", $"since={names["since"]}&full=true"] : [])
        select query.Length == 0 ? path : $"{path}?{query}";

    private static IEnumerable<string> Queries(ContractParameter parameter)
    {
        var words = parameter.Schema.TryGetProperty("enum", out var one) ? one : parameter.Schema.TryGetProperty("items", out var items) ? items.GetProperty("enum") : default;
        return words.ValueKind is not JsonValueKind.Array ? [$"{parameter.Name}=true"]
            : words.EnumerateArray().Select(word => word.GetString()!).Concat(parameter.Name == "include" ? [string.Join(',', words.EnumerateArray())] : []).Select(word => $"{parameter.Name}={word}");
    }

    private static int ItemsOf(Answer answer) => answer.Headers["Content-Type"].Contains("json", StringComparison.Ordinal)
        ? answer.Json.GetProperty("items").GetArrayLength()
        : XDocument.Parse(answer.Text).Descendants().Count(element => element.Name.LocalName is "item" or "entry");

    // As many of everything as a page shows, and all articles of one shape. What stands in the document's paths is given.
    private static async Task<Dictionary<string, string>> FillAsync(Portal portal)
    {
        var category = await portal.CategoryAsync();
        var articles = (await Task.WhenAll(Enumerable.Range(0, Many / 2 + 1).Select(n => TranslatedAsync(portal, category, n)))).SelectMany(pair => pair).ToList();
        var start = (await portal.Anonymous.GetAsync("/v1/changes?since=now")).Json.Text("cursor")!;
        await Task.WhenAll(articles.Select(async article => (await portal.Admin.PostAsync($"/v1/articles/{article}/publish", new { correction = "副题有误。" })).Expect(HttpStatusCode.OK)));
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var draft = (await portal.DraftAsync(new { title = "题", categoryId = category, coverId = file })).Id();
        var webhook = (await portal.WebhookAsync("https://partner.example/hook", new { enabled = false })).Id();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(async n =>
        {
            (await portal.Admin.PatchAsync($"/v1/articles/{draft}", new { title = $"题{n}" }, "*")).Expect(HttpStatusCode.OK);
            (await portal.Admin.PostAsync($"/v1/articles/{draft}/previews")).Expect(HttpStatusCode.Created);
            await portal.WebhookAsync($"https://partner.example/hook/{n}", new { enabled = false });
            (await portal.Admin.PostAsync($"/v1/webhooks/{webhook}/test")).Expect(HttpStatusCode.Created);
            var key = (await portal.Admin.PostAsync("/v1/keys", new { name = $"伙伴{n}", scopes = new[] { "changes:read" } })).Expect(HttpStatusCode.Created).Json.Text("key");
            (await portal.With(key).PostAsync("/v1/changes/acks", new { cursor = start })).Expect(HttpStatusCode.OK);
        }));
        return new()
        {
            ["since"] = start,
            ["/attachments/{id}"] = $"/attachments/{file}",
            ["/webhooks/{id}"] = $"/webhooks/{webhook}",
            ["/articles/{id}/related"] = $"/articles/{articles[0]}/related",
            ["/articles/{id}"] = $"/articles/{draft}",
        };
    }

    // An article and its translation, each with a picture, a file and a second section of its own, and read once.
    private static async Task<List<string>> TranslatedAsync(Portal portal, string category, int n)
    {
        var pair = new List<string>();
        foreach (var locale in (string[])["zh-CN", "en"])
        {
            var article = await portal.PublishedAsync(new
            {
                title = $"题{n % 5}",
                body = "<p>文</p>",
                categoryId = category,
                alsoInIds = new[] { await portal.CategoryAsync(category) },
                coverId = await portal.UploadAsync(SampleImages.Png(n + 1, locale.Length), "图.png", ("alt", "图")),
                attachments = new[] { new { id = await portal.UploadAsync([.. SampleFiles.Pdf(), .. Encoding.ASCII.GetBytes($"% {n} {locale}")], "文.pdf") } },
                tags = new[] { "共有", $"{n} {locale}" },
                locale,
                translationOf = pair.FirstOrDefault(),
            });
            await portal.ViewAsync(article, times: 1);
            pair.Add(article);
        }
        return pair;
    }
}
