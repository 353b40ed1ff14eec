using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace HeadlessCms.Platform.Http;

/// <summary>Which paths there are, whatever their methods.</summary>
internal sealed class ServedPaths(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    /// <summary>
    /// Whether any operation has this path. Routing looks at methods before it looks at constraints and at parts of
    /// segments: it refuses <c>POST /nothing</c> for what <c>GET /{key}.txt</c> is.
    /// </summary>
    public bool Has(HttpContext context) => endpoints.Endpoints.OfType<RouteEndpoint>().Any(endpoint => Fits(endpoint.RoutePattern, context));

    private bool Fits(RoutePattern pattern, HttpContext context)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(context.Request.Path, values)
            && pattern.Parameters.All(parameter => parameter.ParameterPolicies
                .Select(policy => policies.Create(parameter, policy))
                .OfType<IRouteConstraint>()
                .All(constraint => constraint.Match(context, route: null, parameter.Name, values, RouteDirection.IncomingRequest)));
    }
}
