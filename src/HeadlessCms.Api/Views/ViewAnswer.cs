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
    private const string Json = "application/json; charset=utf-8";

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
        headers[HeaderNames.ContentType] = [Json];
        return new StoredAnswer(request, StatusCodes.Status200OK, headers, BytesOf(view, context));
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
            // Written at once: the framework's writer of any JSON to any stream does more than three numbers need.
            var bytes = BytesOf(view!, httpContext);
            (httpContext.Response.ContentType, httpContext.Response.ContentLength) = (Json, bytes.Length);
            return httpContext.Response.Body.WriteAsync(bytes, 0, bytes.Length, httpContext.RequestAborted);
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

    private static byte[] BytesOf(CountedView view, HttpContext context) =>
        JsonSerializer.SerializeToUtf8Bytes(view, context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

    // Of a preference named twice the first counts (RFC 7240 section 2).
    private static bool PrefersMinimal(HttpRequest request) => request.Headers.TryGetValue("Prefer", out var preferences) && preferences
        .SelectMany(value => (value ?? "").Split(','))
        .Select(preference => preference.Split(';')[0].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal))
        .FirstOrDefault(preference => preference.StartsWith("return=", StringComparison.OrdinalIgnoreCase)) is { } wanted
        && wanted.Equals(Minimal, StringComparison.OrdinalIgnoreCase);
}
