using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Site;

/// <summary>The site itself: <c>/v1/site</c>.</summary>
internal static class SiteEndpoints
{
    public static IServiceCollection AddSite(this IServiceCollection services) => services
        .AddSingleton(provider => SiteZone.Following(provider.GetRequiredService<Database>()))
        .AddSingleton<SiteStore>()
        .AddSingleton<SiteWriter>()
        .AddSingleton<IValidator<SiteDraft>, SiteRules>()
        .AddSingleton<IReferences<SiteDraft>, SiteReferences>();

    public static void MapSite(this IEndpointRouteBuilder v1)
    {
        var site = v1.MapGroup("/site").WithTags("Site");

        site.MapGet("/", GetSite).KeepReady();
        site.MapPatch("/", ChangeSite).RequireScope(Scopes.SiteManage)
            .WithProblems(StatusCodes.Status412PreconditionFailed)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(SiteSettings), ["application/json"]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "ETag", "Cache-Control", "Vary"));
    }

    /// <summary>Get the site</summary>
    /// <remarks>What it is called and how its addresses look: everything a front end needs to know before its first page.</remarks>
    internal static Task<Conditional<SiteSettings>> GetSite(Database database, CancellationToken ct) =>
        database.ReadAsync(async session =>
        {
            var revisions = await Revisions.ReadAsync(session, ct);
            var site = await SiteStore.GetAsync(session, ct);
            return new Conditional<SiteSettings>(
                SiteWriter.TagOf(revisions),
                revisions.ChangedAt(Revisions.Site),
                _ => Task.FromResult<object>(site));
        }, ct);

    /// <summary>Change the site</summary>
    /// <remarks>
    /// A JSON Merge Patch (RFC 7396). Another URL template is another <c>url</c> of every article at once, and so of QR codes
    /// and heads; another zone is another offset of every time, and of the days that are counted from then on.
    /// </remarks>
    internal static Task<IResult> ChangeSite(
        IfMatch ifMatch, Patch<SiteDraft> patch, Actor actor, SiteWriter writer, CancellationToken ct) =>
        writer.ChangeAsync(ifMatch, patch, actor, ct);
}
