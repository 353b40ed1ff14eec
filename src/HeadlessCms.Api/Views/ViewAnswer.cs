using System.Reflection;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Views;

/// <summary>
/// What a view that was sent is answered: the count, nothing at all if the client prefers that (RFC 7240 section 4.2),
/// or why there is nothing to count.
/// </summary>
internal sealed class ViewAnswer(CountedView? view, IResult? instead) : IResult, IEndpointMetadataProvider
{
    private const string Minimal = "return=minimal";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (instead is not null)
        {
            return instead.ExecuteAsync(httpContext);
        }
        httpContext.Response.Headers.CacheControl = "no-store";
        if (!PrefersMinimal(httpContext.Request))
        {
            return TypedResults.Ok(view).ExecuteAsync(httpContext);
        }
        httpContext.Response.Headers["Preference-Applied"] = Minimal;
        return TypedResults.NoContent().ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(CountedView), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status200OK, "Cache-Control"));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status204NoContent, "Cache-Control", "Preference-Applied"));
        MovedTo.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
        GoneProblem.PopulateMetadata(method, builder);
    }

    // Of a preference named twice the first counts (RFC 7240 section 2).
    private static bool PrefersMinimal(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => (value ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))
        .FirstOrDefault(preference => preference.StartsWith("return=", StringComparison.OrdinalIgnoreCase)) is { } wanted
        && wanted.Equals(Minimal, StringComparison.OrdinalIgnoreCase);
}
