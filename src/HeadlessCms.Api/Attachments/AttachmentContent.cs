using System.Reflection;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Attachments;

/// <summary>
/// A file's bytes, whole or in ranges (RFC 9110 section 14), served so that nothing in them can run: never sniffed,
/// sandboxed, and shown in the browser only when its type is harmless.
/// </summary>
internal sealed class AttachmentContent(AttachmentRow row, string? pinned) : IResult, IEndpointMetadataProvider
{
    private static readonly string[] OfFiles =
    [
        "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Disposition", "Content-Security-Policy",
        "Cross-Origin-Resource-Policy",
    ];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var files = httpContext.RequestServices.GetRequiredService<FileStore>();
        if (await files.OpenReadAsync(row.Sha256, httpContext.RequestAborted) is not { } bytes)
        {
            throw new FileNotFoundException($"The file {row.Sha256} of attachment {row.Id} is missing; 'check' lists all that are.");
        }
        WriteHeaders(httpContext);
        if (!httpContext.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            httpContext.Request.Headers.Remove("Range"); // in a unit that nobody here counts by: ignored (RFC 9110 section 14.2)
        }
        await TypedResults.Stream(
            bytes,
            row.MediaType,
            lastModified: row.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"sha256-{row.Sha256}\""),
            enableRangeProcessing: true).ExecuteAsync(httpContext);
        if (httpContext.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            // Left without a type and a body, the answer gets the problem document that every fault has, and nothing of the file's.
            OfFiles.Except(["Vary"]).ToList().ForEach(name => httpContext.Response.Headers.Remove(name));
            httpContext.Response.Headers.Remove("Accept-Ranges");
            httpContext.Response.ContentType = null;
            httpContext.Response.ContentLength = null;
            httpContext.Response.Headers.ContentRange = httpContext.Response.StatusCode == StatusCodes.Status416RangeNotSatisfiable ? $"bytes */{row.Size}" : default;
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AnyContent(StatusCodes.Status200OK));
        builder.Metadata.Add(new AnyContent(StatusCodes.Status206PartialContent));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status412PreconditionFailed));
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status416RangeNotSatisfiable));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status200OK, [.. OfFiles, "Accept-Ranges"]));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status206PartialContent, [.. OfFiles, "Accept-Ranges", "Content-Range"]));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status304NotModified, OfFiles));
    }

    private void WriteHeaders(HttpContext context)
    {
        Caching.Write(context);
        var headers = context.Response.Headers;
        var settings = context.RequestServices.GetRequiredService<IOptions<CmsOptions>>().Value;
        if (settings.ImmutableAttachments && pinned == row.Sha256 && !Caching.IsPersonal(context.Request))
        {
            headers.CacheControl = "public, max-age=31536000, immutable";
        }
        headers.ContentSecurityPolicy = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.ContentDisposition = FileNames.ContentDisposition(row.FileName, IsInline);
    }

    private bool IsInline => MediaTypes.Accepted.FirstOrDefault(type => type.Type == row.MediaType)?.Inline ?? false;
}
