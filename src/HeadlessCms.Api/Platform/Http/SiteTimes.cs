using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http;

/// <summary>Times in answers of operations that read none of the database's counters themselves.</summary>
internal static class SiteTimes
{
    /// <summary>Has <see cref="SiteZone"/> follow before the operation begins, so that its times are in the site's present zone.</summary>
    public static TBuilder WithSiteTimes<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.AddEndpointFilter(async (context, next) =>
        {
            var ct = context.HttpContext.RequestAborted;
            await context.HttpContext.RequestServices.GetRequiredService<Database>().ReadAsync(session => Revisions.ReadAsync(session, ct), ct);
            return await next(context);
        });
}
