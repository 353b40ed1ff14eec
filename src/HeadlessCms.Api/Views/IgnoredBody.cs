using System.Buffers;
using System.Reflection;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Views;

/// <summary>
/// Whatever a client sends along, of whatever type, read and not looked at: <c>navigator.sendBeacon</c> sends text, forms
/// or blobs, and some clients nothing.
/// </summary>
internal sealed class IgnoredBody : IFaulty, IEndpointParameterMetadataProvider
{
    /// <summary>Bytes that are read: what a browser's beacon may have.</summary>
    public const int MaximumBytes = 64 * 1024;

    /// <inheritdoc/>
    public IResult? Problem { get; private init; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<IgnoredBody?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new() { Problem = await IsTooLargeAsync(context) ? new TooLargeProblem("A view's body is not looked at; it may have 64 KiB.") : null };

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AnyBody("Whatever the client sends along; it is not looked at.", MaximumBytes));
        builder.Metadata.Add(new ProblemResponse(TooLargeProblem.Status));
    }

    private static async Task<bool> IsTooLargeAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaximumBytes)
        {
            return true;
        }
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return false;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            int read;
            for (var total = 0; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
            {
                total += read;
                if (total > MaximumBytes)
                {
                    return true;
                }
            }
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
