using HeadlessCms.Access;
using HeadlessCms.Operations;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms;

/// <summary>The composition root: services, pipeline, and the list of slices in the order of the docs.</summary>
internal static class ApiHost
{
    /// <summary>Everything the API and the commands are made of.</summary>
    public static void AddApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddCmsOptions();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SecretFile.Load(provider.GetRequiredService<IOptions<CmsOptions>>().Value));
        services.AddSingleton<Database>(OpenDatabase);
        services.AddSingleton<Cursors>();
        services.AddOptions<JsonOptions>().Configure<SiteZone>((json, zone) => ApiJson.Configure(json.SerializerOptions, zone));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<FailureHandling>();
        services.AddProblemDetails();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
            kestrel.Limits.MaxRequestBodySize = null; // each reader of a body has its own limit
        });

        services.AddAccess();
        services.AddSite();
        services.AddOperations();
    }

    /// <summary>The way of a request, outermost first.</summary>
    public static void UseApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(FailureHandling.OnStatusAsync);
        app.UseRequestLimits();
        app.UseRouting();
        app.UseAccess();
        app.UseAcceptCheck();

        var v1 = app.MapGroup("/v1").WithOperationNames().WithHead().WithValidation();
        v1.MapSite();
        app.MapOperations();
    }

    private static void AddCmsOptions(this IServiceCollection services) => services
        .AddOptions<CmsOptions>()
        .BindConfiguration(CmsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
        .ValidateDataAnnotations()
        .ValidateOnStart();

    private static Database OpenDatabase(IServiceProvider services)
    {
        if (services.GetRequiredService<IConfiguration>().GetConnectionString("Cms") is { Length: > 0 } postgres)
        {
            return new PostgresDatabase(postgres);
        }
        var directory = services.GetRequiredService<IOptions<CmsOptions>>().Value.DataDirectory;
        return new SqliteDatabase(Path.Combine(directory, "cms.db"));
    }
}
