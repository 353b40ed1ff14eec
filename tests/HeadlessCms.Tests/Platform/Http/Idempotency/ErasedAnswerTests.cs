using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

public sealed class ErasedAnswerTests
{
    [Theory, EachEngine]
    public async Task What_was_answered_about_an_article_goes_with_it_when_it_is_erased(Engine engine)
    {
        await using var portal = new Portal(engine);
        var draft = new { title = "题", body = "<p>要删的文字</p>", categoryId = await portal.CategoryIdAsync() };
        Task<Answer> CreateAsync() => portal.Admin.PostAsync("/v1/articles", draft, ("Idempotency-Key", "one"));
        var first = (await CreateAsync()).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Text, (await CreateAsync()).Text);

        (await portal.Admin.DeleteAsync($"/v1/articles/{first.Id()}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);

        Assert.Equal(0, await portal.Database.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM idempotent_answers", null, CancellationToken.None));
        Assert.NotEqual(first.Id(), (await CreateAsync()).Expect(HttpStatusCode.Created).Id());
    }
}
