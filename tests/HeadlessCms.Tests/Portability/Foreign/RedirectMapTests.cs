using HeadlessCms.Portability;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class RedirectMapTests
{
    [Theory, EachEngine]
    public async Task It_has_a_line_for_each_address_of_before_of_what_is_public_as_nginx_takes_them(Engine engine)
    {
        await using var portal = new Portal(engine);
        var category = await portal.CategoryAsync();
        async Task<string> AddAsync(string slug, params string[] formerUrls) =>
            await portal.PublishedAsync(new { slug, title = "题", categoryId = category, body = "<p>文</p>", formerUrls });
        await AddAsync("a", "http://old.example.gov.cn/art/1.html?x={1};y=\"2\"", "https://OLD.example.gov.cn/Old");
        await AddAsync("b", "http://old.example.gov.cn/old", $"https://www.example.gov.cn/{category}/b", "http://old.example.gov.cn:8080/新");
        await portal.DraftAsync(new { slug = "c", title = "稿", categoryId = category, formerUrls = new[] { "http://old.example.gov.cn/draft" } });

        using var text = new StringWriter();
        Assert.Equal(3, await portal.Services.GetRequiredService<RedirectMap>().WriteAsync(text, CancellationToken.None));

        Assert.Equal(
            [
                $"\"old.example.gov.cn/art/1.html?x=%7B1%7D;y=%222%22\" \"https://www.example.gov.cn/{category}/a\";",
                $"\"old.example.gov.cn/Old\" \"https://www.example.gov.cn/{category}/a\";",
                $"\"old.example.gov.cn:8080/%E6%96%B0\" \"https://www.example.gov.cn/{category}/b\";",
                "",
            ],
            text.ToString().Split('\n'));
    }
}
