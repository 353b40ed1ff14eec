using System.Reflection;
using System.Text.Json;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Views;

/// <summary>
/// What a view that was sent is answered: the count, nothing at all if the client prefers that (RFC 7240 section 4.2),
/// or why there is nothing to count.
/// </summary>
internal sealed class ViewAnswer(CountedView? view, IResult? instead) : IResult, IEndpointMetadataProvider
{
    private const string Minimal = "return=minimal";
    private const string PreferenceApplied = "Preference-Applied";

    /// <summary>What there is to say of a view.</summary>
    public static CountedView Of(Guid articleId, long views, bool counted) =>
        new() { ArticleId = articleId, Views = views, Counted = counted };

    /// <summary>The same answer as it is kept for retries.</summary>
    public static StoredAnswer ToStored(CountedView view, HttpContext context, IdentifiedRequest request)
    {
        var headers = new Dictionary<string, string[]> { [HeaderNames.CacheControl] = ["no-store"] };
        if (PrefersMinimal(context.Request))
        {
            headers[PreferenceApplied] = [Minimal];
            return new StoredAnswer(request, StatusCodes.Status204NoContent, headers, []);
        }
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        headers[HeaderNames.ContentType] = ["application/json; charset=utf-8"];
        return new StoredAnswer(request, StatusCodes.Status200OK, headers, JsonSerializer.SerializeToUtf8Bytes(view, json));
    }

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
        httpContext.Response.Headers[PreferenceApplied] = Minimal;
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
        UnavailableProblem.PopulateMetadata(method, builder);
    }

    // Of a preference named twice the first counts (RFC 7240 section 2).
    private static bool PrefersMinimal(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => (value ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))
        .FirstOrDefault(preference => preference.StartsWith("return=", StringComparison.OrdinalIgnoreCase)) is { } wanted
        && wanted.Equals(Minimal, StringComparison.OrdinalIgnoreCase);
}
