using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Articles;

/// <summary>Writers who meet: none is answered 500, none undoes what another did, and what is stored stays sound.</summary>
public sealed class ArticleConcurrencyTests
{
    private static readonly int Rounds = Depth.Pick(quick: 8, full: 24);

    [Theory, EachEngine]
    public async Task A_save_under_way_does_not_take_an_article_out_of_the_trash(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var paragraphs = string.Concat(Enumerable.Repeat("<p>苏州市举行推进大会。</p>", 400));

        for (var round = 0; round < Rounds; round++)
        {
            var id = await portal.PublishedAsync(new { title = "题", categoryId = category, body = "<p>文</p>" });
            await Task.WhenAll(
                portal.Admin.PatchAsync($"/v1/articles/{id}", new { body = paragraphs }, "*"),
                portal.Admin.DeleteAsync($"/v1/articles/{id}", "*"));

            (await portal.Anonymous.GetAsync($"/v1/articles/{id}")).ExpectProblem(HttpStatusCode.Gone, "gone");
            Assert.Equal("trashed", (await portal.Admin.GetAsync($"/v1/articles/{id}?version=draft")).Json.Text("state"));
            Assert.Contains(id, (await portal.Admin.GetAsync("/v1/articles?state=trashed")).Ids());
        }
    }

    [Theory, EachEngine]
    public async Task Editors_of_an_article_in_several_languages_do_not_hinder_each_other(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        var original = await portal.PublishedAsync(new { title = "题", categoryId = category, body = "<p>文</p>" });
        var translation = await portal.PublishedAsync(
            new { title = "Title", locale = "en", translationOf = original, categoryId = category, body = "<p>Text</p>" });

        var answers = await Task.WhenAll(((string[])[original, translation]).SelectMany(id => Enumerable.Range(0, Rounds)
            .Select(n => portal.Admin.PatchAsync($"/v1/articles/{id}", new { summary = $"{n}" }, "*"))));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
    }

    [Theory, EachEngine]
    public async Task Emptying_a_category_meets_those_who_write_into_it(Engine engine)
    {
        await using var portal = new Portal(engine);
        var refuge = await portal.CategoryAsync();

        for (var round = 0; round < Rounds; round++)
        {
            var doomed = await portal.CategoryAsync();
            var first = await portal.PublishedAsync(new { title = "题", categoryId = doomed, body = "<p>文</p>", tags = new[] { "甲", "乙" } });
            var draft = (await portal.DraftAsync(new { title = "稿", categoryId = doomed, body = "<p>文</p>", tags = new[] { "乙", "甲" } })).Id();
            var answers = await Task.WhenAll(
                portal.Admin.DeleteAsync($"/v1/categories/{doomed}?moveTo={refuge}", "*"),
                portal.Admin.PatchAsync($"/v1/articles/{first}", new { title = "新题" }, "*"),
                portal.Admin.PostAsync($"/v1/articles/{draft}/publish"),
                portal.Admin.PostAsync($"/v1/articles/{first}/withdraw", new { reason = "error" }),
                portal.Admin.PostAsync("/v1/articles", new { title = "新稿", categoryId = doomed, body = "<p>文</p>" }));

            Assert.All(answers.Take(4), answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, answer.Text));
            Assert.True(answers[4].Status is HttpStatusCode.Created or HttpStatusCode.BadRequest, answers[4].Text);
            Assert.Equal(refuge, (await portal.Admin.GetAsync($"/v1/articles/{draft}")).Json.GetProperty("category").Text("slug"));
        }
        Assert.Equal(Rounds, (await portal.Anonymous.GetAsync($"/v1/categories/{refuge}")).Json.GetProperty("articleCount").GetInt32());
    }
}
