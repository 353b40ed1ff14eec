using System.Net;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Contract;

/// <summary>
/// A portal with a few public articles and, beside them in the same section, by the same author, with the same tag, one of
/// each kind that is not public. Whatever is not public says <c>hushed</c> wherever it can.
/// </summary>
internal sealed class HiddenArticles
{
    /// <summary>A tag that no public article has.</summary>
    public const string HiddenTag = "hushed-tag";

    private const string Later = "2099-01-01T00:00:00Z";

    private readonly Portal _portal;
    private readonly List<string> _neverPublic = [];
    private readonly List<string> _oncePublic = [];
    private readonly Dictionary<string, string[]> _known;

    private HiddenArticles(Portal portal) => (_portal, _known) = (portal, new(PublicReads.Anywhere)
    {
        ["author"] = ["作者"],
        ["source"] = ["来源"],
        ["tag"] = ["标签", HiddenTag],
        ["archive"] = ["2021-04"],
        ["version"] = ["draft", "1", "2"],
        ["limit"] = ["1", "100"],
        ["sitemaps"] = [$"{Guid.Empty}"], // the others are in the index
    });

    /// <summary>The public article that has a text nobody sees yet.</summary>
    public string Open { get; private set; } = "";

    /// <summary>Its category.</summary>
    public string Category { get; private set; } = "";

    /// <summary>What names articles and files that were never public, and those that are no longer.</summary>
    public IEnumerable<string> Secrets => _neverPublic.Concat(_oncePublic);

    /// <summary>Ids of articles that were public once, which the change log goes on telling.</summary>
    public IReadOnlyList<string> OncePublic => _oncePublic;

    /// <summary>Everything that names what is not public.</summary>
    public IEnumerable<string> Names => Secrets.Concat(_known.Values.SelectMany(values => values).Where(value => value.Contains("hushed", StringComparison.Ordinal)));

    /// <summary>Everything that anybody may ask here, also for what is not public.</summary>
    public PublicReads Reads => new(_known);

    /// <summary>A place in the change log before all that was hidden.</summary>
    public string Start { get; private set; } = "";

    /// <summary>Makes them.</summary>
    public static async Task<HiddenArticles> InAsync(Portal portal)
    {
        var made = new HiddenArticles(portal);
        await made.MakePublicAsync();
        foreach (var kind in (string[])["draft", "scheduled", "embargoed", "trashed-draft", "erased-draft"])
        {
            made._neverPublic.Add((await portal.DraftAsync(made.Secret($"hushed-{kind}"))).Id());
        }
        foreach (var kind in (string[])["withdrawn", "trashed", "erased"])
        {
            made._oncePublic.Add(await made.RenamedAsync($"hushed-before-{kind}", made.Secret($"hushed-{kind}")));
        }
        await made.HideAsync();
        await made.NameAsync();
        return made;
    }

    private async Task MakePublicAsync()
    {
        Start = (await _portal.Anonymous.GetAsync("/v1/changes?since=now")).Expect(HttpStatusCode.OK).Json.Text("cursor")!;
        (Category, var other) = (await _portal.CategoryAsync(), await _portal.CategoryAsync());
        var (open, file) = (await _portal.UploadAsync(SampleImages.Png(4, 4), "open.png", ("alt", "图")), await _portal.UploadAsync(SampleFiles.Pdf(), "open.pdf"));
        _known["category"] = _known["categories"] = [Category, other];
        foreach (var name in (string[])["hushed.jpg", "hushed.docx", "hushed-pending.png"])
        {
            var bytes = name.EndsWith("jpg", StringComparison.Ordinal) ? SampleImages.Jpeg() : name.EndsWith("png", StringComparison.Ordinal) ? SampleImages.Png(5, 5) : SampleFiles.Docx();
            _neverPublic.Add(await _portal.UploadAsync(bytes, name, ("alt", "hushed"), ("caption", "hushed"), ("credit", "hushed")));
        }
        _known["attachments"] = [open, file, .. _neverPublic];
        _known["v"] = [(await _portal.Admin.GetAsync($"/v1/attachments/{open}")).Json.Text("sha256")!, (await _portal.Admin.GetAsync($"/v1/attachments/{_neverPublic[0]}")).Json.Text("sha256")!];
        Open = await RenamedAsync("open-before", Article("open-article", open, file, other));
        foreach (var slug in (string[])["open-older", "open-newer"])
        {
            await _portal.PublishedAsync(Article(slug, open, file, other));
        }
    }

    // Each in its own way, after readers and partners have met those that were public.
    private async Task HideAsync()
    {
        foreach (var id in _oncePublic.Append(Open))
        {
            (await _portal.Anonymous.PostAsync($"/v1/articles/{id}/views?src=qr")).Expect(HttpStatusCode.OK);
        }
        var (scheduled, embargoed, trashed, erased) = (_neverPublic[^4], _neverPublic[^3], _neverPublic[^2], _neverPublic[^1]);
        await SendAsync(_portal.Admin.PostAsync($"/v1/articles/{scheduled}/publish", new { at = Later }));
        await SendAsync(_portal.Admin.PatchAsync($"/v1/articles/{embargoed}", new { rights = new { embargoUntil = Later } }, "*"));
        await SendAsync(_portal.Admin.PostAsync($"/v1/articles/{embargoed}/publish", new { at = Later }));
        await SendAsync(_portal.Admin.DeleteAsync($"/v1/articles/{trashed}", "*"));
        await SendAsync(_portal.Admin.DeleteAsync($"/v1/articles/{erased}?permanent=true", "*"));
        await SendAsync(_portal.Admin.PostAsync($"/v1/articles/{_oncePublic[0]}/withdraw", new { reason = "legal", note = "hushed-note" }));
        await SendAsync(_portal.Admin.DeleteAsync($"/v1/articles/{_oncePublic[1]}", "*"));
        await SendAsync(_portal.Admin.DeleteAsync($"/v1/articles/{_oncePublic[2]}?permanent=true", "*"));
        await SendAsync(_portal.Admin.PatchAsync($"/v1/articles/{Open}", new
        {
            title = "hushed-pending",
            slug = "hushed-slug",
            body = "<p>hushed-text</p>",
            tags = new[] { HiddenTag },
            formerUrls = new[] { FormerUrl("hushed-slug") },
            coverId = _neverPublic[2],
            changeNote = "hushed-note",
        }, "*"));
    }

    private async Task NameAsync()
    {
        var revoked = (await _portal.Admin.PostAsync($"/v1/articles/{_neverPublic[3]}/previews")).Expect(HttpStatusCode.Created);
        await SendAsync(_portal.Admin.DeleteAsync($"/v1/articles/{_neverPublic[3]}/previews/{revoked.Id()}", null));
        _known["preview"] = [revoked.Json.Text("token")!];
        _known["articles"] =
        [
            Open, "open-article", "open-before", "hushed-slug", .. _neverPublic[3..], .. _oncePublic,
            .. ((string[])["draft", "scheduled", "embargoed", "trashed-draft", "erased-draft", "withdrawn", "trashed", "erased"]).Select(kind => $"hushed-{kind}"),
            .. ((string[])["withdrawn", "trashed", "erased"]).Select(kind => $"hushed-before-{kind}"),
        ];
        _known["formerUrl"] = [.. _known["articles"].Where(name => !Guid.TryParse(name, out _)).Select(FormerUrl)];
        _known["ids"] = [string.Join(',', [Open, .. Secrets]), _neverPublic[3], _oncePublic[0]];
        _known["since"] = ["now", Start];
    }

    private async Task<string> RenamedAsync(string before, Dictionary<string, object?> article)
    {
        var after = article["slug"];
        var id = await _portal.PublishedAsync(new Dictionary<string, object?>(article) { ["slug"] = before });
        await SendAsync(_portal.Admin.PatchAsync($"/v1/articles/{id}", new { slug = after }, "*"));
        await SendAsync(_portal.Admin.PostAsync($"/v1/articles/{id}/publish"));
        return id;
    }

    private Dictionary<string, object?> Secret(string slug) => new(Article(slug, _neverPublic[0], _neverPublic[1], alsoIn: null))
    {
        ["title"] = $"未公开之事 {slug}",
        ["summary"] = "hushed-summary",
        ["body"] = "<p>hushed-text</p>",
        ["locale"] = slug == "hushed-draft" ? "en" : "zh-CN",
        ["translationOf"] = slug == "hushed-draft" ? Open : null,
    };

    private Dictionary<string, object?> Article(string slug, string cover, string file, string? alsoIn) => new()
    {
        ["slug"] = slug,
        ["title"] = "公开的",
        ["body"] = "<p>文</p>",
        ["categoryId"] = Category,
        ["alsoInIds"] = alsoIn is null ? _known["category"][1..] : new[] { alsoIn },
        ["tags"] = new[] { "标签" },
        ["author"] = "作者",
        ["source"] = new { name = "来源" },
        ["coverId"] = cover,
        ["attachments"] = new[] { new { id = file } },
        ["formerUrls"] = new[] { FormerUrl(slug) },
        ["publishedAt"] = slug.EndsWith("older", StringComparison.Ordinal) ? "2021-04-19T00:00:00Z" : "2021-04-20T00:00:00Z",
    };

    private static string FormerUrl(string slug) => $"http://old.example.com/{slug}.jsp";

    private static async Task SendAsync(Task<Answer> sent) => Xunit.Assert.InRange((int)(await sent).Status, 200, 204);
}
