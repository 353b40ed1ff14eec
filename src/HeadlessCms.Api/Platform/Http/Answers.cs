using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// A conditional read that may come to something else: the types say what, for the contract. Unlike
/// <c>Results&lt;…&gt;</c> it takes the answer as it was decided further in.
/// </summary>
/// <typeparam name="T">What the body is.</typeparam>
/// <typeparam name="TOther">What it may be instead.</typeparam>
internal sealed class Answers<T, TOther>(IResult answer) : IResult, IEndpointMetadataProvider
    where TOther : IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => answer.ExecuteAsync(httpContext);

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Conditional<T>.PopulateMetadata(method, builder);
        TOther.PopulateMetadata(method, builder);
    }
}

/// <inheritdoc cref="Answers{T, TOther}"/>
internal sealed class Answers<T, TFirst, TSecond, TThird>(IResult answer) : IResult, IEndpointMetadataProvider
    where TFirst : IEndpointMetadataProvider
    where TSecond : IEndpointMetadataProvider
    where TThird : IEndpointMetadataProvider
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => answer.ExecuteAsync(httpContext);

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Conditional<T>.PopulateMetadata(method, builder);
        TFirst.PopulateMetadata(method, builder);
        TSecond.PopulateMetadata(method, builder);
        TThird.PopulateMetadata(method, builder);
    }
}
