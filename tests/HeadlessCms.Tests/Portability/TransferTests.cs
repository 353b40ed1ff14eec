using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Portability;

/// <summary>A portal as lines of JSON: <c>/v1/export</c> and <c>/v1/import</c>.</summary>
public sealed class TransferTests
{
    private const string Category = """{"kind":"category","category":{"slug":"news","name":"新闻"}}""";
    private const string End = """{"kind":"end"}""";

    [Theory, EachEngine]
    public async Task Whatever_a_portal_holds_leaves_in_lines_comes_in_elsewhere_and_leaves_the_same_again(Engine engine)
    {
        for (var seed = 101; seed <= Depth.Pick(101, 103); seed++)
        {
            await using var portal = new Portal(engine);
            await new RandomPortal(portal, seed).FillAsync(articles: Depth.Pick(20, 60));
            var first = (await portal.Admin.GetAsync("/v1/export?bytes=true")).Expect(HttpStatusCode.OK);
            Assert.Equal("application/x-ndjson", first.Headers["Content-Type"]);
            Assert.All(new[] { "\"corrections\":[", "\"schedule\":{\"at\":", "\"schedule\":{\"until\":" }, name => Assert.Contains(name, first.Text, StringComparison.Ordinal));
            Assert.StartsWith("""{"kind":"end","articles":""", first.Text.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);

            await using var other = new Portal(engine);
            var report = (await ImportAsync(other, first.Text)).Expect(HttpStatusCode.OK).Json;
            Assert.Equal(0, report.GetProperty("refused").GetInt32());
            var second = (await other.Admin.GetAsync("/v1/export?bytes=true")).Expect(HttpStatusCode.OK);

            Assert.Equal(first.Text.Split('\n'), second.Text.Split('\n'));
            // Whoever was cut off sends the same again.
            var again = (await ImportAsync(other, first.Text)).Expect(HttpStatusCode.OK).Json;
            Assert.All(new[] { "articles", "categories", "attachments", "refused" }, name => Assert.Equal(0, again.GetProperty(name).GetInt32()));
        }
    }

    [Theory, EachEngine]
    public async Task Wrong_lines_are_named_by_number_and_leave_all_as_it_was_or_are_skipped(Engine engine)
    {
        await using var portal = new Portal(engine);
        var lines = string.Join('\n',
            Category,
            "{",
            """{"kind":"article","colour":1,"article":{"slug":"a","title":"甲","categoryId":"news"}}""",
            "",
            """{"kind":"article","article":{"slug":"b","title":"","locale":"x","categoryId":"news","tags":[1,"",2],"publishedAt":"2024"},"createdAt":1}""",
            """{"kind":"article","article":{"slug":"c","title":"丙","categoryId":"nowhere"}}""",
            """{"kind":"article","article":{"slug":"d","title":"丁","categoryId":"news","body":"<p>文</p>"},"views":7}""",
            """{"kind":"thing"}""",
            """{"kind":"attachment","id":"0178eb93-5688-7db1-9ad1-d1e1c18ca00b","sha256":"00","mediaType":"text/plain","attachment":{"fileName":"a.txt"}}""",
            """{"kind":"article","article":{"slug":"e","title":"戊","categoryId":"news","coverId":"0178eb93-5688-7db1-9ad1-d1e1c18ca00b"}}""",
            End);
        int[] wrong = [2, 3, 5, 5, 5, 5, 5, 5, 5, 6, 8, 9];

        var dry = (await ImportAsync(portal, lines, "?dryRun=true")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(wrong, dry.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()));
        var stopped = (await ImportAsync(portal, lines)).Expect(HttpStatusCode.BadRequest).Json;
        Assert.Equal(
            ["/1", "/2/colour", "/4/article/publishedAt", "/4/article/tags/0", "/4/article/tags/2", "/4/createdAt", "/4/locale", "/4/tags/1", "/4/title", "/5/categoryId", "/7/kind", "/8/sha256"],
            stopped.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")).Order(StringComparer.Ordinal));
        Assert.StartsWith("Line 2: ", stopped.GetProperty("errors")[0].Text("detail"), StringComparison.Ordinal);
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());

        var skipped = (await ImportAsync(portal, lines, "?onError=skip")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((1, 1, 0, 7), (Count(skipped, "categories"), Count(skipped, "articles"), Count(skipped, "attachments"), Count(skipped, "refused")));
        Assert.Equal(7, (await portal.Anonymous.GetAsync("/v1/articles/d?include=views")).Expect(HttpStatusCode.OK).Json.GetProperty("views").GetInt32());
        Assert.Single((await portal.Admin.GetAsync("/v1/articles?state=all")).Ids());
    }

    [Theory, EachEngine]
    public async Task Of_a_line_with_more_faults_than_are_named_the_rest_is_not_read(Engine engine)
    {
        await using var portal = new Portal(engine);
        var wrong = $$"""{"kind":"article",{{string.Join(',', Enumerable.Range(0, 100).Select(n => $"\"x{n}\":1"))}},"createdAt":1}""";

        var dry = (await ImportAsync(portal, $"{Category}\n{wrong}\n{End}", "?dryRun=true")).Expect(HttpStatusCode.OK).Json;

        Assert.All(dry.GetProperty("faults").EnumerateArray(), fault => Assert.Equal(2, fault.GetProperty("line").GetInt32()));
        Assert.NotEmpty(dry.GetProperty("faults").EnumerateArray());
    }

    [Theory, EachEngine]
    public async Task What_was_cut_off_between_two_lines_is_named_and_left_out_or_kept_as_far_as_it_came(Engine engine)
    {
        await using var portal = new Portal(engine);
        const string CutOff = Category + "\n\n";
        const string Named = "It is cut off here: the last line is of kind end.";

        var dry = (await ImportAsync(portal, CutOff, "?dryRun=true")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((2, Named), (dry.GetProperty("faults")[0].GetProperty("line").GetInt32(), dry.GetProperty("faults")[0].Text("detail")));
        var stopped = (await ImportAsync(portal, CutOff)).Expect(HttpStatusCode.BadRequest).Json.GetProperty("errors");
        Assert.Equal((1, "/1", $"Line 2: {Named}"), (stopped.GetArrayLength(), stopped[0].Text("pointer"), stopped[0].Text("detail")));
        (await ImportAsync(portal, "")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/0");
        (await ImportAsync(portal, $"{End}\n{Category}\n{Category}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/1");
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());

        var kept = (await ImportAsync(portal, CutOff, "?onError=skip")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((1, 1), (Count(kept, "categories"), Count(kept, "refused")));
        Assert.Equal(Named, kept.GetProperty("faults")[0].Text("detail"));
        Assert.Single((await portal.Anonymous.GetAsync("/v1/categories")).Ids());
        var whole = (await ImportAsync(portal, $"{Category}\n{End}\n\n")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((0, 0), (Count(whole, "categories"), Count(whole, "refused")));

        // However much else is wrong.
        var wrong = string.Concat(Enumerable.Repeat("{\n", 101));
        var (cut, ended) = ((await ImportAsync(portal, wrong, "?onError=skip")).Json, (await ImportAsync(portal, wrong + End, "?onError=skip")).Json);
        Assert.Equal((100, true, false), (cut.GetProperty("faults").GetArrayLength(), cut.GetProperty("cutOff").GetBoolean(), ended.GetProperty("cutOff").GetBoolean()));
    }

    [Theory, EachEngine]
    public async Task An_article_of_a_slug_that_is_here_is_left_alone_and_one_without_a_slug_is_named(Engine engine)
    {
        await using var portal = new Portal(engine);
        const string Article = """{"kind":"article","article":{"slug":"a","title":"甲","categoryId":"news","body":"<p>文</p>"}}""";
        var lines = $"{Category}\n{Article}\n{End}";
        Assert.Equal(1, Count((await ImportAsync(portal, lines)).Expect(HttpStatusCode.OK).Json, "articles"));

        var again = (await ImportAsync(portal, lines.Replace("甲", "乙", StringComparison.Ordinal))).Expect(HttpStatusCode.OK).Json;

        Assert.Equal((0, 0), (Count(again, "articles"), Count(again, "refused")));
        Assert.Equal("甲", (await portal.Anonymous.GetAsync("/v1/articles/a")).Expect(HttpStatusCode.OK).Json.Text("title"));
        foreach (var none in (string[])["", "\"slug\":null,"])
        {
            (await ImportAsync(portal, lines.Replace("\"slug\":\"a\",", none, StringComparison.Ordinal))).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/1/article/slug");
        }
    }

    [Theory, EachEngine]
    public async Task Two_lines_of_one_name_are_not_taken_for_one(Engine engine)
    {
        await using var portal = new Portal(engine);
        string Article(string slug, int id, string more = "") =>
            $$$"""{"kind":"article","id":"0178eb93-5688-7db1-9ad1-d1e1c18ca00{{{id}}}","article":{"slug":"{{{slug}}}","title":"题","categoryId":"news","body":"<p>文</p>"{{{more}}}}}""";
        const string Other = """{"kind":"category","id":"0176cae8-7280-74bd-b98c-068539f626a6","category":{"slug":"other","name":"别"}}""";
        var lines = string.Join('\n',
            Category, Category.Replace("新闻", "另", StringComparison.Ordinal), Other, Other.Replace("other", "another", StringComparison.Ordinal),
            Article("a", 1), Article("a", 2), Article("b", 1), Article("c", 3, ",\"tags\":[\"\"]"), Article("c", 3), // the first of these two is wrong
            Article("d", 4, ",\"locale\":\"en\",\"translationOf\":\"0178eb93-5688-7db1-9ad1-d1e1c18ca001\""), Article("d", 5), End);

        var dry = (await ImportAsync(portal, lines, "?dryRun=true")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            [
                (2, "slug", "the slug 'news' is already at line 1"), (4, "id", "the id '0176cae8-7280-74bd-b98c-068539f626a6' is already at line 3"),
                (6, "slug", "the slug 'a' is already at line 5"), (7, "id", "the id '0178eb93-5688-7db1-9ad1-d1e1c18ca001' is already at line 5"),
                (8, "tags/0", "tags is required, and must not be blank."), (10, "slug", "the slug 'd' is already at line 11"),
            ],
            dry.GetProperty("faults").EnumerateArray().Select(fault => (fault.GetProperty("line").GetInt32(), fault.Text("property")!, fault.Text("detail")!)));
        (await ImportAsync(portal, lines)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/1/slug", "/3/id", "/5/slug", "/6/id", "/7/tags/0", "/9/slug");
        Assert.Empty((await portal.Anonymous.GetAsync("/v1/categories")).Ids());

        var kept = (await ImportAsync(portal, lines, "?onError=skip")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((2, 3, 6), (Count(kept, "categories"), Count(kept, "articles"), Count(kept, "refused")));
        // What is here already is none of it.
        Assert.Equal(6, Count((await ImportAsync(portal, lines, "?onError=skip")).Expect(HttpStatusCode.OK).Json, "refused"));
    }

    [Theory, EachEngine]
    public async Task What_was_cut_off_inside_a_file_is_named_where_the_file_begins_and_comes_whole_when_it_is_sent_again(Engine engine)
    {
        await using var portal = new Portal(engine);
        await portal.PublishedAsync(new
        {
            slug = "a",
            title = "题",
            body = "<p>文</p>",
            categoryId = await portal.CategoryAsync(),
            attachments = new[] { new { id = await portal.UploadAsync(Encoding.UTF8.GetBytes(new string('a', 300_000)), "a.txt") } },
        });
        var whole = (await portal.Admin.GetAsync("/v1/export?bytes=true")).Expect(HttpStatusCode.OK).Text;
        var lines = whole.Split('\n').ToList();
        var first = lines.FindIndex(line => line.StartsWith("{\"kind\":\"bytes\"", StringComparison.Ordinal));
        Assert.StartsWith("{\"kind\":\"bytes\"", lines[first + 1], StringComparison.Ordinal); // it has more than one line
        string[] cutOff = [string.Join('\n', lines[..(first + 1)]) + "\n", string.Join('\n', lines[..(first + 1)]) + "\n" + lines[first + 1][..^100]];

        foreach (var part in cutOff)
        {
            await using var other = new Portal(engine);
            var before = await other.RowsAsync();
            var stopped = (await ImportAsync(other, part)).Expect(HttpStatusCode.BadRequest).Json.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")).ToList();
            Assert.Contains($"/{first}/sha256", stopped);
            Assert.Empty(StoredData.Difference(before, await other.RowsAsync()));

            var kept = (await ImportAsync(other, part, "?onError=skip")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal((true, 1, 0), (kept.GetProperty("cutOff").GetBoolean(), Count(kept, "categories"), Count(kept, "attachments")));
            Assert.Contains(first + 1, kept.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("line").GetInt32()));

            var again = (await ImportAsync(other, whole, "?onError=skip")).Expect(HttpStatusCode.OK).Json;
            Assert.Equal((0, 1, 1, 0), (Count(again, "categories"), Count(again, "attachments"), Count(again, "articles"), Count(again, "refused")));
            Assert.Equal(whole, (await other.Admin.GetAsync("/v1/export?bytes=true")).Expect(HttpStatusCode.OK).Text);
        }
    }

    [Theory, EachEngine]
    public async Task A_part_has_the_articles_of_a_branch_or_since_a_moment_and_the_files_they_use(Engine engine)
    {
        await using var portal = new Portal(engine);
        var (top, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
        var below = await portal.CategoryAsync(top);
        var file = await portal.UploadAsync(SampleFiles.Pdf(), "a.pdf");
        await portal.UploadAsync(SampleFiles.Docx(), "unused.docx");
        var original = await portal.PublishedAsync(new { slug = "zh", title = "甲", categoryId = elsewhere, body = "<p>文</p>" });
        await portal.PublishedAsync(new { slug = "in", title = "甲", categoryId = below, body = "<p>文</p>", translationOf = original, locale = "en", attachments = new[] { new { id = file } } });

        var branch = (await portal.Admin.GetAsync($"/v1/export?category={top}")).Expect(HttpStatusCode.OK).Text;

        Assert.Equal((1, 1, 0), (Lines(branch, "article"), Lines(branch, "attachment"), Lines(branch, "bytes")));
        await using var other = new Portal(engine);
        await other.UploadAsync(SampleFiles.Pdf(), "b.pdf"); // the bytes are there, under another name
        (await ImportAsync(other, branch)).Expect(HttpStatusCode.OK);
        Assert.Equal(SampleFiles.Pdf(), (await other.Anonymous.GetAsync($"/v1/attachments/{file}/content")).Expect(HttpStatusCode.OK).Bytes);
        Assert.Equal(0, Lines((await portal.Admin.GetAsync("/v1/export?since=2100-01-01T00:00:00Z")).Text, "article"));
        Assert.Equal(2, Lines((await portal.Admin.GetAsync("/v1/export?since=2000-01-01T00:00:00Z")).Text, "article"));
        (await portal.Admin.GetAsync("/v1/export?category=nowhere")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "category");
        (await portal.Anonymous.GetAsync("/v1/export")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory, EachEngine]
    public async Task An_import_is_bounded_answered_once_by_its_name_and_for_who_manages_the_site(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:MaximumUploadBytes"] = "100" });
        var writer = portal.With((await portal.Admin.KeyAsync(null, "articles:write")).KeyText());
        (await writer.GetAsync("/v1/export")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        (await ImportAsync(portal, new string('\n', 101))).ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Equal(1, Count((await ImportAsync(portal, $"{Category}\n{End}", key: "once")).Expect(HttpStatusCode.OK).Json, "categories"));
        Assert.Equal("true", (await ImportAsync(portal, $"{Category}\n{End}", key: "once")).Expect(HttpStatusCode.OK).Headers["Idempotency-Replayed"]);
        (await ImportAsync(portal, $"{Category}\n{End}\n", key: "once")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_commands_speak_the_same_lines()
    {
        using var first = new TemporaryDirectory();
        using var second = new TemporaryDirectory();
        var file = Path.Combine(first.Path, "portal.ndjson");
        var again = Path.Combine(second.Path, "portal.ndjson");

        Assert.Equal(0, (await Executable.RunAsync("import", Repository.Locate("seeds"), $"--Cms:DataDirectory={first.Path}/data")).ExitCode);
        Assert.Equal(0, (await Executable.RunAsync("export", file, "--format", "ndjson", $"--Cms:DataDirectory={first.Path}/data")).ExitCode);
        var import = await Executable.RunAsync("import", file, "--format", "ndjson", "--on-error", "skip", $"--Cms:DataDirectory={second.Path}/data");
        Assert.True(import.ExitCode == 0, import.Errors);
        Assert.Equal(0, (await Executable.RunAsync("export", again, "--format", "ndjson", $"--Cms:DataDirectory={second.Path}/data")).ExitCode);

        Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(again));

        await File.WriteAllLinesAsync(again, (await File.ReadAllLinesAsync(file))[..^1]);
        var cutOff = await Executable.RunAsync("import", again, "--on-error", "skip", $"--Cms:DataDirectory={second.Path}/data");
        Assert.Equal(1, cutOff.ExitCode);
        Assert.Contains($"fault: line {(await File.ReadAllLinesAsync(file)).Length}: It is cut off here", cutOff.Errors, StringComparison.Ordinal);
        Assert.Contains("Cut off: ", cutOff.Errors, StringComparison.Ordinal);
    }

    private static Task<Answer> ImportAsync(Portal portal, string lines, string query = "", string? key = null)
    {
        var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(lines)));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        (string, string)[] headers = key is null ? [] : [("Idempotency-Key", key)];
        return portal.Admin.SendAsync(HttpMethod.Post, $"/v1/import{query}", content, headers);
    }

    private static int Count(System.Text.Json.JsonElement report, string name) => report.GetProperty(name).GetInt32();

    private static int Lines(string export, string kind) =>
        export.Split('\n').Count(line => line.StartsWith($"{{\"kind\":\"{kind}\"", StringComparison.Ordinal));
}
