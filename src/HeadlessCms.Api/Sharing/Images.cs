using System.Reflection;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Sharing;

/// <summary>A QR code, or why there is none.</summary>
internal sealed class Images<TType>(IResult answer) : IResult, IEndpointMetadataProvider where TType : IImageType
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => answer.ExecuteAsync(httpContext);

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ConditionalImage<TType>.PopulateMetadata(method, builder);
        MovedTo.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
        if (method.Name.Contains("Article", StringComparison.Ordinal))
        {
            GoneProblem.PopulateMetadata(method, builder);
        }
    }
}
