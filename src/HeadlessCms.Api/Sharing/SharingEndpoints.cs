using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Sharing;

/// <summary>What takes an article elsewhere: its QR codes and the head of its page.</summary>
internal static class SharingEndpoints
{
    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<PublicAddress>()
        .AddSingleton<QrCodes>()
        .AddSingleton<Heads>();

    public static void MapSharing(this IEndpointRouteBuilder v1)
    {
        var sharing = v1.MapGroup("").WithTags("Sharing");

        sharing.MapGet("/articles/{id}/qr.svg", GetArticleQrSvg).WithQuery(QrQuery.Parameters).KeepReady();
        sharing.MapGet("/articles/{id}/qr.png", GetArticleQrPng).WithQuery(QrQuery.Parameters).KeepReady();
        sharing.MapGet("/articles/{id}/head", GetHead).KeepReady();
        sharing.MapGet("/categories/{id}/qr.svg", GetCategoryQrSvg).WithQuery(QrQuery.Parameters).KeepReady();
        sharing.MapGet("/categories/{id}/qr.png", GetCategoryQrPng).WithQuery(QrQuery.Parameters).KeepReady();
    }

    /// <summary>Get an article's QR code as SVG</summary>
    /// <remarks>It opens the article's page on a phone, and says with <c>src=qr</c> that it did. It can hold nothing else.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<Images<Svg>> GetArticleQrSvg(
        string id, Query query, HttpContext context, Database database, ArticleReader reader, QrCodes codes, CancellationToken ct) =>
        ArticleAsync<Svg>(id, "qr.svg", context, database, reader,
            (session, article) => codes.SvgAsync(session, query, article.Url, $"二维码：{article.Title}", ct), ct);

    /// <summary>Get an article's QR code as PNG</summary>
    /// <remarks>It opens the article's page on a phone, and says with <c>src=qr</c> that it did. It can hold nothing else.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<Images<Png>> GetArticleQrPng(
        string id, Query query, HttpContext context, Database database, ArticleReader reader, QrCodes codes, CancellationToken ct) =>
        ArticleAsync<Png>(id, "qr.png", context, database, reader,
            (session, article) => codes.PngAsync(session, query, article.Url, ct), ct);

    /// <summary>Get a category's QR code as SVG</summary>
    /// <remarks>It opens the category's page: the site's article address as far as its slug, or the site itself where that says nothing.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<Images<Svg>> GetCategoryQrSvg(
        string id, Query query, Database database, QrCodes codes, CancellationToken ct) =>
        CategoryAsync<Svg>(id, "qr.svg", database, (session, url, name) => codes.SvgAsync(session, query, url, $"二维码：{name}", ct), ct);

    /// <summary>Get a category's QR code as PNG</summary>
    /// <remarks>It opens the category's page: the site's article address as far as its slug, or the site itself where that says nothing.</remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<Images<Png>> GetCategoryQrPng(
        string id, Query query, Database database, QrCodes codes, CancellationToken ct) =>
        CategoryAsync<Png>(id, "qr.png", database, (session, url, _) => codes.PngAsync(session, query, url, ct), ct);

    /// <summary>Get what an article's page head needs</summary>
    /// <remarks>
    /// Canonical address, Open Graph, JSON-LD <c>NewsArticle</c> and the labels of Chinese government sites, in parts and as
    /// ready markup.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static async Task<Answers<Head, MovedTo, NotFoundProblem, GoneProblem>> GetHead(
        string id, HttpContext context, Database database, Heads heads, PublicAddress server, CancellationToken ct) =>
        new(await database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}/head", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            var around = await Revisions.ReadAsync(session, ct);
            var own = ArticleTags.Own(address.ArticleId, address.PublicVersion!.Value);
            var tag = EntityTags.Of(
                "head", server.Of(""), ArticleTags.Of(own, address.PublicRevision!.Value, group: 0, around, ArticleSelection.Item));
            var changed = ArticleTags.ChangedAround(around, ArticleSelection.Item) is { } outside && outside > address.PublicUpdatedAt ? outside : address.PublicUpdatedAt;
            return await Conditional<Head>.OfSnapshotAsync(context, tag, changed, () => heads.OfAsync(session, address.ArticleId, ct));
        }, ct));

    private static async Task<Images<TType>> ArticleAsync<TType>(
        string id, string file, HttpContext context, Database database, ArticleReader reader,
        Func<Session, Article, Task<IResult>> answer, CancellationToken ct)
        where TType : IImageType => new(await database.ReadAsync(async session =>
        {
            var found = await PublicArticles.FindAsync(session, id, slug => $"/v1/articles/{slug}/{file}{context.Request.QueryString}", ct);
            if (found.Address is not { } address)
            {
                return found.Instead!;
            }
            var row = (await ArticleStore.FindAsync(session, address.ArticleId, "public", ct))!;
            return await answer(session, await reader.ReadWholeAsync(session, row, ct));
        }, ct));

    private static async Task<Images<TType>> CategoryAsync<TType>(
        string id, string file, Database database, Func<Session, string, string, Task<IResult>> answer, CancellationToken ct)
        where TType : IImageType => new(await database.ReadAsync(async session =>
        {
            if (await CategoryStore.FindAsync(session, id, ct) is not { } category)
            {
                return new NotFoundProblem($"No category has the id or slug '{id}'.");
            }
            if (category.Slug != id && !CategoryStore.TryId(id, out _))
            {
                return new MovedTo($"/v1/categories/{category.Slug}/{file}");
            }
            var crumbs = (await CategoryStore.BreadcrumbsAsync(session, [category.Id], ct))[category.Id];
            return await answer(session, CategoryPage.AddressOf(await SiteStore.GetAsync(session, ct), crumbs), category.Name);
        }, ct));
}
