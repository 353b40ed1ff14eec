using System.Net;
using System.Text.Json;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Categories;

/// <summary>Makes categories over HTTP, and compares what is stored about the tree with what must be true of it.</summary>
internal static class Sections
{
    /// <summary>A slug nobody else has; never one that reads as an id.</summary>
    public static string NewSlug() => $"c{Guid.CreateVersion7():n}";

    /// <summary>A new category with a slug and a name of its own.</summary>
    public static async Task<Section> AddAsync(Api api, Section? parent = null, string? name = null)
    {
        var slug = NewSlug();
        var answer = await api.PostAsync("/v1/categories", new { slug, name = name ?? slug, parentId = parent?.Id });
        return Section.Of(answer.Expect(HttpStatusCode.Created));
    }

    /// <summary>The category as it is now.</summary>
    public static async Task<Section> GetAsync(Api api, string idOrSlug) =>
        Section.Of((await api.GetAsync($"/v1/categories/{idOrSlug}")).Expect(HttpStatusCode.OK));

    /// <summary>The slugs of what lies directly below, in order.</summary>
    public static async Task<string[]> ChildrenAsync(Api api, Section parent) =>
        [.. (await GetAsync(api, parent.Id)).Json.GetProperty("children").EnumerateArray()
            .Select(child => child.GetProperty("slug").GetString()!)];

    /// <summary>Fails when the closure is not what the parents say, or when positions have gaps or doubles.</summary>
    public static async Task AssertSoundAsync(Database database)
    {
        var (wrong, uneven) = await database.ReadAsync(async session => (
            await session.FirstOrDefaultAsync<long>(Wrong, null, CancellationToken.None),
            await session.FirstOrDefaultAsync<long>(Uneven, null, CancellationToken.None)), CancellationToken.None);
        Assert.Equal((0, 0), (wrong, uneven));
    }

    // Bounded, so that a cycle shows as a difference and not as a test that never ends.
    private const string Wrong =
        """
        WITH RECURSIVE truth (ancestor_id, descendant_id, depth) AS
        (
            SELECT id, id, CAST(0 AS bigint)
            FROM categories
            UNION ALL
            SELECT above.parent_id, truth.descendant_id, truth.depth + 1
            FROM truth
            JOIN categories AS above ON above.id = truth.ancestor_id
            WHERE above.parent_id IS NOT NULL AND truth.depth < 1001
        )
        SELECT COUNT(*)
        FROM
        (
            SELECT * FROM (SELECT ancestor_id, descendant_id, depth FROM truth EXCEPT SELECT ancestor_id, descendant_id, depth FROM category_closure) AS missing
            UNION ALL
            SELECT * FROM (SELECT ancestor_id, descendant_id, depth FROM category_closure EXCEPT SELECT ancestor_id, descendant_id, depth FROM truth) AS surplus
        ) AS wrong
        """;

    private const string Uneven =
        """
        SELECT COUNT(*)
        FROM
        (
            SELECT parent_id
            FROM categories
            GROUP BY parent_id
            HAVING MIN(position) <> 0 OR MAX(position) <> COUNT(*) - 1 OR COUNT(DISTINCT position) <> COUNT(*)
        ) AS uneven
        """;
}

/// <summary>What an answer says of a category.</summary>
internal sealed record Section(string Id, string Slug, string ETag, JsonElement Json)
{
    public string Path => Json.GetProperty("path").GetString()!;

    public int Position => Json.GetProperty("position").GetInt32();

    public static Section Of(Answer answer) => new(
        answer.Json.GetProperty("id").GetString()!,
        answer.Json.GetProperty("slug").GetString()!,
        answer.ETag!,
        answer.Json);
}
