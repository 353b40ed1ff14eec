using HeadlessCms.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access.Oidc;

/// <summary>Registers the provider's scheme beside that of keys.</summary>
internal static class OidcServices
{
    /// <summary>
    /// Not by the framework's AddJwtBearer: it needs AddAuthentication, which would bring data protection.
    /// </summary>
    public static IServiceCollection AddOidc(this IServiceCollection services) => services
        .Configure<AuthenticationOptions>(authentication => authentication.AddScheme<JwtBearerHandler>(OidcCallers.Scheme, displayName: null))
        .AddSingleton<IConfigureOptions<JwtBearerOptions>, OidcSetup>()
        .AddSingleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>()
        .AddSingleton<IValidateOptions<CmsOptions>, OidcRules>()
        .AddSingleton<OidcProvider>()
        .AddSingleton<OidcCallers>();
}
