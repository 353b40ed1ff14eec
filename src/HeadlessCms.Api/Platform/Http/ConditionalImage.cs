using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>The media type of an image, as a type: it stands in a handler's signature, and so in the contract.</summary>
internal interface IImageType
{
    /// <summary>IANA's name.</summary>
    static abstract string MediaType { get; }
}

/// <summary>SVG.</summary>
internal sealed class Svg : IImageType
{
    /// <inheritdoc/>
    public static string MediaType => "image/svg+xml";
}

/// <summary>PNG.</summary>
internal sealed class Png : IImageType
{
    /// <inheritdoc/>
    public static string MediaType => "image/png";
}

/// <summary>
/// An image made on demand: 304 before it is drawn. A browser shows it and does nothing else with it, whatever is in it.
/// </summary>
internal sealed class ConditionalImage<TType>(string tag, Func<byte[]> draw) : IResult, IEndpointMetadataProvider
    where TType : IImageType
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        Caching.Write(httpContext);
        response.Headers.ETag = tag;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";
        if (request.Headers.IfNoneMatch.Count > 0 && EntityTags.Matches(request.Headers.IfNoneMatch.ToString(), tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var bytes = draw();
        response.ContentType = TType.MediaType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), [TType.MediaType]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
        foreach (var status in (int[])[StatusCodes.Status200OK, StatusCodes.Status304NotModified])
        {
            builder.Metadata.Add(new AnswerHeaders(status, "ETag", "Cache-Control", "Vary", "X-Content-Type-Options", "Content-Security-Policy"));
        }
    }
}
