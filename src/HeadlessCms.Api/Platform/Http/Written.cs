using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>The answer of a write: the whole working copy with its tag, if it has one, never cached.</summary>
internal sealed class Written<T>(T value, string? tag) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status200OK;

    /// <summary>What was written.</summary>
    public T Value => value;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (tag is not null)
        {
            httpContext.Response.Headers.ETag = tag;
        }
        Caching.Write(httpContext, isPrivate: true);
        return TypedResults.Ok(value).ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status200OK, "ETag", "Cache-Control", "Vary"));
    }
}

/// <summary>The answer of a creation: <c>201</c>, where the new resource lies, the whole of it and its tag.</summary>
internal sealed class CreatedAt<T>(string location, T value, string? tag)
    : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status201Created;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (tag is not null)
        {
            httpContext.Response.Headers.ETag = tag;
        }
        Caching.Write(httpContext, isPrivate: true);
        return TypedResults.Created(location, value).ExecuteAsync(httpContext);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status201Created, "Location", "ETag", "Cache-Control", "Vary"));
    }
}

/// <summary>The way from a former slug to the present one (RFC 9110 section 15.4.9).</summary>
internal sealed class MovedTo(string location) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status308PermanentRedirect;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        Caching.Write(httpContext);
        httpContext.Response.Headers.Location = location;
        httpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status308PermanentRedirect, typeof(void)));
        builder.Metadata.Add(new AnswerHeaders(StatusCodes.Status308PermanentRedirect, "Location", "Cache-Control", "Vary"));
    }
}
