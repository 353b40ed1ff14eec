using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>Looks at the plans of what a limited key's requests ask of its reach: each table by an index, however large it is.</summary>
public sealed class ReachPlanTests
{
    private static readonly string[] Tables = ["present", "v", "u", "c", "x", "own", "p", "category_closure", "categories"];

    [Fact]
    public async Task No_question_of_reach_reads_a_table_from_end_to_end()
    {
        // On one engine: EXPLAIN QUERY PLAN is SQLite's.
        await using var portal = new Portal(Engine.Sqlite);
        var section = await portal.CategoryAsync();
        var editor = await portal.WithinAsync(section);
        var file = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var path = $"/v1/articles/{(await portal.DraftAsync(new { title = "题", body = "<p>文</p>", categoryId = section, coverId = file })).Id()}";
        var sent = new List<(string Sql, object? Args)>();
        portal.Database.Executing += (sql, args) => sent.Add((sql, args));

        foreach (var read in (string[])
        [
            "/v1/attachments", $"/v1/attachments/{file}", $"/v1/attachments/{file}/usage", $"{path}?version=draft", $"{path}?version=1", $"{path}/versions?count=true",
            $"{path}/previews",
        ])
        {
            (await editor.GetAsync(read)).Expect(HttpStatusCode.OK);
        }
        (await editor.PatchAsync($"/v1/attachments/{file}", new { alt = "新" }, "*")).Expect(HttpStatusCode.OK);
        (await editor.PatchAsync(path, new { title = "新" }, "*")).Expect(HttpStatusCode.OK);

        var questions = sent.Where(statement => statement.Sql.Contains("@root", StringComparison.Ordinal)).DistinctBy(statement => statement.Sql).ToList();
        Assert.True(questions.Count >= 8, $"{questions.Count}");
        foreach (var (sql, args) in questions)
        {
            var plan = await portal.Database.ListAsync<Step>($"EXPLAIN QUERY PLAN {sql}", args, default);
            Assert.NotEmpty(plan);
            Assert.DoesNotContain(plan, step => step.Detail.StartsWith("SCAN", StringComparison.Ordinal) && Tables.Contains(step.Detail.Split(' ')[1]));
        }
    }

    private sealed record Step
    {
        public required string Detail { get; init; }
    }
}
