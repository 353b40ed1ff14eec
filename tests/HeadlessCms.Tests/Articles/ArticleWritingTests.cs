using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

public sealed class ArticleWritingTests(Portals portals)
{
    [Theory, EachEngine]
    public async Task A_draft_comes_back_whole_and_stays_unknown_to_the_public(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var category = await portal.CategoryAsync();
        var slug = Samples.Name("whole");

        var created = await portal.DraftAsync(new
        {
            slug,
            title = "“一区两中心”启动",
            subtitle = "副题",
            kicker = "引题",
            summary = "摘要",
            body = "<p>正文<script>alert(1)</script></p>",
            categoryId = category,
            source = new { name = "苏州日报" },
            author = "记者",
            editor = "编辑",
            tags = new[] { "科技", "创新" },
            featured = true,
            extra = new { colour = "red" },
            document = new { indexNumber = "014/2024", writtenOn = "2024-05-01" },
            rights = new { copyrightHolder = "本局", aiGenerated = true },
            formerUrls = new[] { "http://old.example.gov.cn/art/1.html" },
            publishedAt = "2021-04-19T20:11:00.1239999Z",
            changeNote = "初稿",
        });

        var article = created.Json;
        Assert.Equal($"/v1/articles/{created.Id()}", created.Headers["Location"]);
        Assert.Equal("draft", article.Text("state"));
        Assert.Equal("<p>正文</p>", article.Text("body"));
        Assert.Equal("<p>正文<script>alert(1)</script></p>", article.Text("bodySource"));
        Assert.Equal("2021-04-20T04:11:00.123+08:00", article.Text("publishedAt"));
        Assert.Equal("2024-05-01", article.GetProperty("document").Text("writtenOn"));
        Assert.Equal("本局", article.GetProperty("rights").Text("copyrightHolder"));
        Assert.Equal("red", article.GetProperty("extra").Text("colour"));
        Assert.Equal("http://old.example.gov.cn/art/1.html", article.GetProperty("formerUrls")[0].GetString());
        Assert.Equal(category, article.GetProperty("category").Text("slug"));
        Assert.Equal($"https://www.example.gov.cn/{category}/{slug}", article.Text("url"));
        Assert.Contains("苏州日报", created.Text, StringComparison.Ordinal);
        (await portal.Anonymous.GetAsync($"/v1/articles/{created.Id()}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Admin.GetAsync($"/v1/articles/{created.Id()}")).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        (await portal.Anonymous.GetAsync($"/v1/articles/{slug}?version=draft")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        var draft = (await portal.Admin.GetAsync($"/v1/articles/{slug}?version=draft")).Expect(HttpStatusCode.OK);
        Assert.Equal(created.Text, draft.Text);
        Assert.Equal(created.ETag, draft.ETag);
    }

    [Theory, EachEngine]
    public async Task Every_fault_of_a_draft_is_named_at_once(Engine engine)
    {
        var answer = await portals.On(engine).Admin.PostAsync("/v1/articles", new
        {
            slug = "Not A Slug",
            linkUrl = "javascript:alert(1)",
            bodyFormat = "rtf",
            tags = new[] { "a", "a" },
            formerUrls = new[] { "/art/1.html" },
            views = 7,
            source = new { url = "x", wrong = 1 },
            attachments = new[] { new { role = "cover" } },
        });

        answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid",
            "/slug", "/linkUrl", "/bodyFormat", "/tags", "/formerUrls/0", "/views", "/source/name", "/source/url", "/source/wrong",
            "/attachments/0/id", "/attachments/0/role", "/title", "/categoryId");
    }

    [Theory, EachEngine]
    public async Task What_is_named_by_id_must_exist(Engine engine)
    {
        var unknown = Guid.CreateVersion7();

        var answer = await portals.On(engine).Admin.PostAsync("/v1/articles", new
        {
            title = "题",
            categoryId = "no-such-category",
            alsoInIds = new[] { "nor-this" },
            coverId = unknown,
            translationOf = unknown,
            body = $"<img src=\"/v1/attachments/{unknown}/content\" alt=\"图\">",
            attachments = new[] { new { id = unknown } },
        });

        answer.ExpectProblem(HttpStatusCode.BadRequest, "invalid",
            "/categoryId", "/alsoInIds/0", "/coverId", "/translationOf", "/body", "/attachments/0/id");
    }

    [Theory, EachEngine]
    public async Task A_slug_is_made_from_the_title_and_taken_once(Engine engine)
    {
        var portal = portals.On(engine);
        var category = await portal.CategoryAsync();
        var title = $"苏州 {Guid.CreateVersion7():n}";

        var first = (await portal.DraftAsync(new { title, categoryId = category })).Json.Text("slug");
        var second = (await portal.DraftAsync(new { title, categoryId = category })).Json.Text("slug");
        var third = await portal.Admin.PostAsync("/v1/articles", new { slug = first, title, categoryId = category });

        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", first);
        Assert.Equal($"{first}-2", second);
        third.ExpectProblem(HttpStatusCode.Conflict, "conflict", "/slug");
    }

    [Theory, EachEngine]
    public async Task Of_two_editors_the_slower_is_told_and_nothing_is_lost(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var created = await portal.DraftAsync(new { title = "初稿", categoryId = await portal.CategoryAsync() });
        var address = $"/v1/articles/{created.Id()}";

        var first = (await portal.Admin.PatchAsync(address, new { title = "甲" }, created.ETag)).Expect(HttpStatusCode.OK);
        var second = await portal.Admin.PatchAsync(address, new { title = "乙" }, created.ETag);
        var without = await portal.Admin.PatchAsync(address, new { title = "丙" }, null);

        second.ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        without.ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        var now = (await portal.Admin.GetAsync($"{address}?version=draft")).Expect(HttpStatusCode.OK);
        Assert.Equal("甲", now.Json.Text("title"));
        Assert.Equal(2, now.Json.GetProperty("version").GetInt32());
        Assert.Equal(first.ETag, now.ETag);
        (await portal.Admin.PatchAsync(address, new { title = "丁" }, $"W/{now.ETag![..^1]}-br\"")).Expect(HttpStatusCode.OK);
    }

    [Theory, EachEngine]
    public async Task A_patch_changes_what_it_names_and_null_takes_away(Engine engine)
    {
        var portal = portals.On(engine);
        var created = await portal.DraftAsync(new
        {
            title = "题",
            summary = "要",
            body = "# 标题",
            bodyFormat = "markdown",
            categoryId = await portal.CategoryAsync(),
            extra = new { a = 1, b = new { c = 2 } },
            tags = new[] { "一" },
        });

        var patched = (await portal.Admin.PatchAsync(
            $"/v1/articles/{created.Id()}", new { summary = (string?)null, extra = new { b = new { c = (int?)null, d = 3 } } }, "*")).Expect(HttpStatusCode.OK);

        Assert.Equal("题", patched.Json.Text("title"));
        Assert.Null(patched.Json.Text("summary"));
        Assert.Equal("""{"a":1,"b":{"d":3}}""", patched.Json.GetProperty("extra").GetRawText());
        Assert.Equal("# 标题", patched.Json.Text("bodySource"));
        Assert.Contains("<h1>标题</h1>", patched.Json.Text("body"), StringComparison.Ordinal);
        (await portal.Admin.PatchAsync($"/v1/articles/{created.Id()}", new { title = (string?)null, nope = 1 }, "*"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/nope", "/title");
        (await portal.Admin.PatchAsync($"/v1/articles/{created.Id()}", new { title = (string?)null }, "*"))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/title");
    }

    [Theory, EachEngine]
    public async Task A_file_stands_once_in_each_role(Engine engine)
    {
        var portal = portals.On(engine);
        var (category, file) = (await portal.CategoryAsync(), await portal.UploadAsync(SampleFiles.Pdf(), "文.pdf"));
        object Draft(params object?[] attachments) => new { title = "题", categoryId = category, attachments };

        (await portal.Admin.PostAsync("/v1/articles", Draft(new { id = file }, new { id = file, role = "related" })))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/attachments");
        (await portal.Admin.PostAsync("/v1/articles", Draft(new { id = file }, null)))
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid", "/attachments/1");
        await portal.DraftAsync(Draft(new { id = file }, new { id = file, role = "source" }));
    }

    [Theory, EachEngine]
    public async Task Saving_what_is_there_already_makes_no_version(Engine engine)
    {
        await using var portal = new Portal(engine); // tags cover the whole tree, which other tests change
        var created = await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync() });

        var again = (await portal.Admin.PatchAsync($"/v1/articles/{created.Id()}", new { title = "题" }, created.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal(1, again.Json.GetProperty("version").GetInt32());
        Assert.Equal(created.ETag, again.ETag);
    }

    [Theory, EachEngine]
    public async Task Many_editors_at_once_lose_no_edit(Engine engine)
    {
        var portal = portals.On(engine);
        var id = (await portal.DraftAsync(new { title = "题", categoryId = await portal.CategoryAsync(), tags = Array.Empty<string>() })).Id();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            for (var done = false; !done;)
            {
                var now = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Expect(HttpStatusCode.OK);
                var tags = now.Json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).Append($"t{n}").ToArray();
                done = (await portal.Admin.PatchAsync($"/v1/articles/{id}", new { tags }, now.ETag)).Status == HttpStatusCode.OK;
            }
        }));

        var all = (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString());
        Assert.Equal(Enumerable.Range(0, 8).Select(n => $"t{n}"), all.Order(StringComparer.Ordinal));
    }
}
