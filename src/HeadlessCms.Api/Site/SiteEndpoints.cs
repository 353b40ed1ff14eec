using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Site;

/// <summary>The site itself: <c>/v1/site</c>.</summary>
internal static class SiteEndpoints
{
    public static IServiceCollection AddSite(this IServiceCollection services) => services
        .AddSingleton<SiteZone>()
        .AddSingleton<SiteStore>();

    public static void MapSite(this IEndpointRouteBuilder v1) =>
        v1.MapGroup("/site").WithTags("Site").MapGet("/", GetSite);

    /// <summary>Get the site</summary>
    /// <remarks>What it is called and how its addresses look: everything a front end needs to know before its first page.</remarks>
    internal static Task<Conditional<SiteSettings>> GetSite(Database database, CancellationToken ct) =>
        database.ReadAsync(async session =>
        {
            var revisions = await Revisions.ReadAsync(session, ct);
            var site = await SiteStore.GetAsync(session, ct);
            return new Conditional<SiteSettings>(
                EntityTags.Of("site", revisions.Key(Revisions.Site)),
                revisions.ChangedAt(Revisions.Site),
                _ => Task.FromResult<object>(site));
        }, ct);
}
