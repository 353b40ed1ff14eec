using System.Text;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>Texts that programs stumble over, and those of the forms that the document knows.</summary>
internal static class FuzzTexts
{
    /// <summary>Texts of forms: for each pattern of the document at least one fits.</summary>
    public static readonly string[] Formed =
    [
        "a", "news-2026", "0-0", "draft", "12", "999999999", "text/plain", "image/*", "article.publish", "category.create", "zh-CN", "en", "zh-Hant-TW",
        "Asia/Shanghai", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "www.example.gov.cn", "a.b", "3205000002", "000000", "FFFFFF", "1a2B3c", "related",
        "\"x4yZ\"", "*", "W/\"a\", \"b\"", "0000000000000000000000000000000000000000000000000000000000000000", "drafts:read", "changes:read", "articles:write",
        "2021-04", "2021-04-20T04", "https://www.example.gov.cn/{slug}", "https://例子.测试/路径?q=1#a", "http://[::1]:8080/", "HTTPS://A.example",
    ];

    /// <summary>Instants: every offset, the ends of the calendar, days that are none.</summary>
    public static readonly string[] Times =
    [
        "2021-04-20T04:11:00+08:00", "2021-04-20T04:11:00Z", "2021-04-20t04:11:00z", "2021-04-20T04:11:00.123456789012345678901234567890-00:00", "2024-02-29T23:59:59.999+14:00",
        "1000-02-01T00:00:00Z", "9998-12-30T23:59:59Z", "1970-01-01T00:00:00-12:00", "2999-01-01T00:00:00+05:45",
    ];

    /// <summary>What only looks like an instant.</summary>
    public static readonly string[] NoTimes =
    [
        "2021-04-20T04:11:00", "2021-04-20 04:11:00+08:00", "2021-02-30T00:00:00Z", "2021-04-20T24:00:00Z", "2021-04-20T23:59:60Z", "2021-04-20T04:11Z", "20210420T041100Z", "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2021-04-20T04:11:00+24:00", "２０２１-04-20T04:11:00Z", "now", "1618863060",
    ];

    private static readonly string[] Pieces =
    [
        "a", "Z", "0", " ", "苏", "州", "要闻", "é", "e\u0301", "ß", "İ", "𠮷", "😀", "👩‍👩‍👧", "\u200f", "\u202e", "\ufeff", "\u00a0", "\u3000", "\n", "\r\n", "\t", "\u0001", "\u007f", "\uffff",
        "<p>", "</p>", "<script>alert(1)</script>", "<img src=x onerror=y>", "&amp;", "&#0;", "'", "\"", "\\", "`", "%", "_", "%00", "{slug}", "${x}", "--", ";", "/*", "../", "://", "[a](b)", "# ", "| - |", "，", "。",
    ];

    /// <summary>A text of so many code points, of anything.</summary>
    public static string OfLength(Draw draw, int length)
    {
        var text = new StringBuilder();
        for (var count = 0; count < length;)
        {
            var piece = length > 2000 && count > 200 ? "字词句 abc " : draw.One(Pieces);
            var taken = piece.EnumerateRunes().Take(length - count).ToList();
            taken.ForEach(rune => text.Append(rune));
            count += taken.Count;
        }
        return text.ToString();
    }

    /// <summary>A text that the schema allows.</summary>
    public static string Valid(Draw draw, JsonElement schema)
    {
        var format = schema.TryGetProperty("format", out var said) ? said.GetString() : null;
        if (format == "date-time")
        {
            return draw.One(Times);
        }
        if (format == "date")
        {
            return draw.One(["2021-04-20", "2024-02-29", "0001-01-01", "9999-12-31", "2026-11-24"]);
        }
        if (format == "uuid")
        {
            return draw.One([$"{draw.Of(CsCheck.Gen.Guid)}", "01900000-0000-7000-8000-000000000000", "00000000-0000-0000-0000-000000000000"]);
        }
        var (least, most) = (Number(schema, "minLength", 0), Number(schema, "maxLength", 100));
        if (schema.TryGetProperty("pattern", out var pattern) && pattern.GetString() is { } form)
        {
            if (form == "\\S")
            {
                return "字" + OfLength(draw, LengthOf(draw, Math.Max(least - 1, 0), most - 1));
            }
            var fitting = Formed.Concat(Examples(schema)).Where(text => JsonText.Pattern(form).IsMatch(text) && text.Length >= least && text.Length <= most).ToList();
            return fitting.Count > 0 ? draw.One(fitting) : throw new InvalidOperationException($"No text here is of the form {form}: add one to FuzzTexts.Formed.");
        }
        return OfLength(draw, LengthOf(draw, least, most));
    }

    private static IEnumerable<string> Examples(JsonElement schema) => schema.TryGetProperty("examples", out var examples)
        ? examples.EnumerateArray().Where(example => example.ValueKind == JsonValueKind.String).Select(example => example.GetString()!)
        : [];

    // The ends, and what lies near the beginning; the end of a long text seldom, as it takes long.
    private static int LengthOf(Draw draw, int least, int most) => draw.Below(6) switch
    {
        0 => least,
        1 when most <= 4000 || (most <= 1_000_000 && draw.OnceIn(40)) => most,
        _ => Math.Min(most, least + draw.Below(12)),
    };

    private static int Number(JsonElement schema, string keyword, int otherwise) => schema.TryGetProperty(keyword, out var said) ? said.GetInt32() : otherwise;
}
