using HeadlessCms.Platform.Http.Idempotency;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Pages of other sites may read what GET answers, and count views; nothing else. No credentials that a browser sends
/// by itself are taken. <c>Authorization</c> is allowed on reads, since a script can only send a key that it already has.
/// </summary>
internal static class PublicCors
{
    private const string Reads = "reads";
    private const string Counts = "counts";
    private const string Writes = "writes";

    private static readonly string[] Sent =
    [
        HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfModifiedSince,
        HeaderNames.IfNoneMatch, HeaderNames.IfRange, HeaderNames.Range, IdempotencyRoutes.Key, "Prefer",
    ];

    private static readonly string[] Shown =
    [
        HeaderNames.AcceptRanges, HeaderNames.ContentDisposition, HeaderNames.ContentRange, HeaderNames.ETag,
        IdempotencyRoutes.Replayed, HeaderNames.Link, HeaderNames.Location, "RateLimit", "RateLimit-Policy", HeaderNames.RetryAfter, "X-Request-Id",
    ];

    private static readonly string ShownToAll = string.Join(',', Shown);

    /// <summary>Registers the framework's service with our two policies.</summary>
    public static IServiceCollection AddPublicCors(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CmsOptions>>((cors, cms) =>
        {
            cors.AddPolicy(Reads, policy => Describe(policy, cms.Value).WithMethods(HttpMethods.Get, HttpMethods.Head));
            cors.AddPolicy(Counts, policy => Describe(policy, cms.Value).WithMethods(HttpMethods.Post));
            cors.AddPolicy(Writes, policy => policy.WithOrigins());
        });
        return services;
    }

    /// <summary>Opens what answers GET, and what counts views. Asked of everything else, a preflight hears that no page may call it.</summary>
    public static TBuilder WithPublicCors<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault();
            var counts = endpoint.Metadata.OfType<RateLimitMetadata>().LastOrDefault() is { Class: RateLimitClass.ViewCounts };
            if (methods is not null)
            {
                methods.AcceptCorsPreflight = true;
                endpoint.Metadata.Add(new EnableCorsAttribute(methods.HttpMethods.Contains(HttpMethods.Get) ? Reads : counts ? Counts : Writes));
            }
        });
        return builder;
    }

    /// <summary>Whether pages of other sites may read what an endpoint answers.</summary>
    public static bool IsOpen(IEnumerable<object> metadata) => metadata.OfType<IEnableCorsAttribute>().Any(cors => cors.PolicyName is not Writes);

    /// <summary>Answers preflights and marks answers.</summary>
    public static IApplicationBuilder UsePublicCors(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        return app.Use(next => context =>
        {
            if (context.GetEndpoint() is { } endpoint && IsOpen(endpoint.Metadata))
            {
                var isOpen = services.GetRequiredService<IOptions<CmsOptions>>().Value.Cors.Count == 0;
                context.Response.OnStarting(isOpen ? MarkOpenAsync : MarkLimitedAsync, context);
            }
            return next(context);
        }).UseCors();
    }

    // The framework says nothing where no Origin was sent. A shared cache may answer a page with what it stored for
    // somebody else, so an open answer always says so, and one that depends on the origin always says that.
    private static Task MarkOpenAsync(object context)
    {
        var headers = ((HttpContext)context).Response.Headers;
        if (headers.AccessControlAllowOrigin.Count == 0)
        {
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlExposeHeaders = ShownToAll;
        }
        return Task.CompletedTask;
    }

    private static Task MarkLimitedAsync(object context)
    {
        var headers = ((HttpContext)context).Response.Headers;
        var vary = headers.Vary.ToString();
        headers.Vary = vary.Contains(HeaderNames.Origin, StringComparison.Ordinal) ? vary
            : vary.Length == 0 ? HeaderNames.Origin
            : $"{vary}, {HeaderNames.Origin}";
        return Task.CompletedTask;
    }

    private static CorsPolicyBuilder Describe(CorsPolicyBuilder policy, CmsOptions options) =>
        (options.Cors is { Count: > 0 } origins ? policy.WithOrigins([.. origins]) : policy.AllowAnyOrigin())
        .WithHeaders(Sent)
        .WithExposedHeaders(Shown)
        .SetPreflightMaxAge(TimeSpan.FromHours(2));
}
