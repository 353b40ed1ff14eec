using System.Security.Claims;
using HeadlessCms.Access.Oidc;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HeadlessCms.Access;

/// <summary>The scope an operation needs; in its metadata, so that the contract shows it.</summary>
internal sealed record RequiredScope(string Scope);

/// <summary>Who may call what. A refused key is refused on public operations too: it is a mistake worth knowing.</summary>
internal static class AccessRules
{
    /// <summary>Lets only keys with this scope call it.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(new RequiredScope(scope));
            endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status401Unauthorized));
            endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status403Forbidden));
        });
        return builder;
    }

    /// <summary>Whether the caller's key has the scope.</summary>
    public static bool Has(this ClaimsPrincipal caller, string scope) => caller.HasClaim(KeyAuthentication.ScopeClaim, scope);

    /// <summary>Who it was, for the record; null without a key.</summary>
    public static string? KeyName(this ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true } identity ? identity.Name : null;

    /// <summary>Registers the scheme.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(KeylessLogs.Create));
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<Addresses>();
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<AuditChain>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<PreviewTokens>();
        services.AddSingleton<PreviewDoor>();
        services.AddSingleton<AuditCheck>();
        // The core alone: AddAuthentication would bring data protection, which keeps keys in the user's home.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = KeyAuthentication.Name;
            authentication.AddScheme<KeyAuthentication>(KeyAuthentication.Name, displayName: null);
        });
        services.AddOidc();
        services.AddWebEncoders();
        return services;
    }

    /// <summary>
    /// Asks before the body is read: who has no key, uploads nothing. <c>UseAuthentication</c> is called, since the
    /// framework would else put it outside of all failure handling; only for who says who calls, as it costs a reader more than the answer.
    /// </summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices; // asked with the first request and not before the settings are checked
        app.Properties["__AuthenticationMiddlewareSet"] = true; // what UseAuthentication says of itself, here only of a branch
        return app
            .UseWhen(SaysWhoCalls, sender => sender.UseAuthentication())
            .Use(next => context => AdmitAsync(context, next, services.GetRequiredService<CallerLimits>()));
    }

    /// <summary>What a caller without the scope gets where only a part of an operation needs it.</summary>
    public static IResult Refuse(HttpContext context, string scope) =>
        context.User.Identity is { IsAuthenticated: true } ? Forbidden(scope) : new UnauthorizedProblem();

    /// <summary>What a key gets that is limited to a category, for what lies outside of it.</summary>
    public static ForbiddenProblem OutOfReach() =>
        new("The key is limited to the subtree of a category: it cannot change that category itself, nor reach what lies, or would lie, outside.");

    /// <summary>Names the scope that is missing.</summary>
    public static ForbiddenProblem Forbidden(string scope) => new($"The key lacks the scope '{scope}'.");

    private static bool SaysWhoCalls(HttpContext context) => context.Request.Headers.Authorization.Count > 0;

    // Most requests are of readers: nobody's rights are asked for.
    private static Task AdmitAsync(HttpContext context, RequestDelegate next, CallerLimits limits)
    {
        if (SaysWhoCalls(context) || context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>() is not null)
        {
            return AdmitKnownAsync(context, next, limits);
        }
        var state = limits.TakePublic(context);
        if (state is { Allowed: false })
        {
            return RefuseAsync(context, state);
        }
        state?.Announce(context);
        return next(context);
    }

    private static async Task AdmitKnownAsync(HttpContext context, RequestDelegate next, CallerLimits limits)
    {
        if (context.Features.Get<ProviderUnreachableException>() is { } unreachable)
        {
            await new UnavailableProblem(unreachable.Message).ExecuteAsync(context);
            return;
        }
        var isKnown = context.User.Identity is { IsAuthenticated: true };
        var isRefused = !isKnown && SaysWhoCalls(context);
        // Only refused keys are counted and held off: behind one address there may be a whole office, and whoever has a key is let in.
        var state = isRefused ? limits.TakeFailedLogin(context) : limits.Take(context);
        if (state is { Allowed: false })
        {
            await RefuseAsync(context, state);
            return;
        }
        state?.Announce(context);
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>();
        if (isRefused || (needed is not null && !isKnown))
        {
            await context.ChallengeAsync();
        }
        else if (needed is not null && !context.User.Has(needed.Scope))
        {
            await Forbidden(needed.Scope).ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    private static Task RefuseAsync(HttpContext context, RateState state)
    {
        state.Announce(context);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return ProblemWriter.WriteForStatusAsync(context);
    }
}
