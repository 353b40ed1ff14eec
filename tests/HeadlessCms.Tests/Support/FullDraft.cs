using System.Text.Json;
using HeadlessCms.Articles;
using Xunit;

namespace HeadlessCms.Tests.Support;

/// <summary>An article that says all an editor can say of one, each thing other than where it is left out: for what must keep or take away everything.</summary>
internal static class FullDraft
{
    /// <summary>By property; fit to be published. Whoever adds a property to an article sets it here.</summary>
    public static async Task<Dictionary<string, object>> MakeAsync(Portal portal)
    {
        var category = await portal.CategoryAsync();
        var picture = await portal.UploadAsync(SampleImages.Jpeg(), "图.jpg", ("alt", "图"));
        var draft = new Dictionary<string, object>
        {
            ["slug"] = Samples.Name("full"),
            ["locale"] = "en",
            ["translationOf"] = await portal.PublishedAsync(new { title = "原文", body = "<p>文</p>", categoryId = category }),
            ["title"] = "首发 <&> \u00e9 \U0001F600",
            ["subtitle"] = "副题",
            ["kicker"] = "引题",
            ["summary"] = "摘要",
            ["body"] = $"# 题\n\n![图](/v1/attachments/{picture}/content) <b onclick=\"x()\">粗</b>",
            ["bodyFormat"] = "markdown",
            ["linkUrl"] = "https://example.com/a?b=c&d",
            ["categoryId"] = category,
            ["alsoInIds"] = new[] { await portal.CategoryAsync() },
            ["source"] = new { name = "日报", url = "https://example.com/" },
            ["author"] = "记者",
            ["editor"] = "编辑",
            ["tags"] = new[] { "甲", "乙" },
            ["featured"] = true,
            ["pinnedUntil"] = "2099-01-01T00:00:00.25Z",
            ["coverId"] = picture,
            ["attachments"] = new[] { new { id = picture, role = "related" } },
            ["document"] = new { indexNumber = "014", topic = "综合", issuer = "市政府", documentNumber = "苏府〔2021〕1号", writtenOn = "2021-04-20", status = "有效" },
            ["formerUrls"] = new[] { $"http://www.example.gov.cn/{Samples.Name("art")}.html" },
            ["rights"] = new { copyrightHolder = "日报社", usageTerms = "转载须注明", embargoUntil = "2021-04-19T00:00:00Z", aiGenerated = true },
            ["extra"] = new { theme = "𠮷", size = 1.50m, nothing = (string?)null },
            ["publishedAt"] = "2021-04-20T04:11:00+08:00",
            ["changeNote"] = "首发",
        };
        Assert.Equal(
            typeof(ArticleDraft).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal),
            draft.Keys.Order(StringComparer.Ordinal));
        return draft;
    }
}
