using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Attachments;
using HeadlessCms.Categories;
using HeadlessCms.Changes;
using HeadlessCms.Keys;
using HeadlessCms.Operations;
using HeadlessCms.Partners;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;
using HeadlessCms.Previews;
using HeadlessCms.Publishing;
using HeadlessCms.Sandbox;
using HeadlessCms.Sharing;
using HeadlessCms.Site;
using HeadlessCms.Syndication;
using HeadlessCms.Versions;
using HeadlessCms.Views;
using HeadlessCms.Webhooks;
using HeadlessCms.WebSub;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace HeadlessCms;

/// <summary>The composition root: services, pipeline, and the list of slices in the order of the docs.</summary>
internal static class ApiHost
{
    /// <summary>Everything the API and the commands are made of.</summary>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        RuleWords.Use();
        services.AddCmsOptions();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SecretFile.Load(provider.GetRequiredService<IOptions<CmsOptions>>().Value));
        services.AddSingleton(provider => new DataDirectoryLock(DataDirectory(provider)));
        services.AddSingleton<Database>(OpenDatabase);
        services.AddSingleton<FileStore>(provider => new DiskFileStore(DataDirectory(provider), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Cursors>();
        services.AddSingleton<Sealing>();
        OutboundCalls.Add(services);
        services.AddOptions<JsonOptions>().Configure<SiteZone>((json, zone) => ApiJson.Configure(json.SerializerOptions, zone));
        services.AddRouting();
        // It would refuse a wrong media type before access is asked for, and without saying which are taken; Body does.
        services.Remove(services.Single(service => service.ImplementationType?.Name == "AcceptsMatcherPolicy"));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<FailureHandling>();
        services.AddSingleton<ServedPaths>();
        services.AddProblemDetails();
        builder.WebHost.ConfigureKestrel(Configure);

        services.AddTrustedProxies();
        services.AddPublicCors();
        services.AddIdempotency();
        services.AddReadyReads();
        services.AddAccess();
        services.AddChanges();
        services.AddSite();
        services.AddCategories();
        services.AddAttachments();
        services.AddArticles();
        services.AddPublishing();
        services.AddVersions();
        services.AddPreviews();
        services.AddViews();
        services.AddSharing();
        services.AddSyndication();
        services.AddSitemaps();
        services.AddPartners();
        services.AddWebhooks();
        services.AddWebSub();
        services.AddKeys();
        services.AddPortability();
        services.AddOperations();
    }

    /// <summary>The way of a request, outermost first.</summary>
    public static void UseApi(this WebApplication app)
    {
        if (!app.IsSandbox()) // there each call may be told to go wrong
        {
            app.UseReadyLane();
        }
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(FailureHandling.OnStatusAsync);
        app.UseRequestLimits();
        app.UseRouting();
        app.UseDeprecation();
        app.UsePublicCors();
        app.UseSandboxFaults();
        app.UseAccess();
        app.UseAcceptCheck();
        app.UseReadyReads();

        var v1 = app.MapV1();
        v1.MapSite();
        v1.MapAudit();
        v1.MapCategories();
        v1.MapAttachments();
        v1.MapArticles();
        v1.MapPublishing();
        v1.MapVersions();
        v1.MapPreviews();
        v1.MapViews();
        v1.MapSharing();
        v1.MapSyndication();
        v1.MapPartners();
        v1.MapWebhooks();
        v1.MapKeys();
        v1.MapTransfer();
        app.MapSitemaps();
        app.MapWebSub();
        app.MapOperations();
        app.MapSandbox();
    }

    /// <summary>How requests are listened for.</summary>
    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = 128 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.MaxRequestBodySize = null; // each reader of a body has its own limit
    }

    /// <summary>What every operation has in common.</summary>
    public static RouteGroupBuilder MapV1(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1").WithOperationNames().WithPublicCors().WithHead().WithIdempotency().WithValidation();

    private static void AddCmsOptions(this IServiceCollection services) => services
        .AddOptions<CmsOptions>()
        .BindConfiguration(CmsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
        .ValidateOnStart()
        .Services.AddSingleton<IValidateOptions<CmsOptions>, CmsOptionsRules>();

    private static Database OpenDatabase(IServiceProvider services)
    {
        _ = services.GetRequiredService<IOptions<CmsOptions>>().Value; // what is wrong in the settings is said in their words
        if (services.GetRequiredService<IConfiguration>().GetConnectionString("Cms") is { Length: > 0 } postgres)
        {
            return new PostgresDatabase(postgres);
        }
        return new SqliteDatabase(Path.Combine(DataDirectory(services), SqliteDatabase.FileName));
    }

    private static string DataDirectory(IServiceProvider services) =>
        services.GetRequiredService<IOptions<CmsOptions>>().Value.DataDirectory;
}
