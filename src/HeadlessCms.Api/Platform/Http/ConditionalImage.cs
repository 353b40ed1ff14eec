using System.Reflection;
using HeadlessCms.Platform.Http.Ready;
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
    private static readonly AnswerForm Form = new(
        TType.MediaType, IsCompressed: false,
        [
            new("X-Content-Type-Options", "nosniff"),
            new("Content-Security-Policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"),
        ]);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = ReadyFlight.Of(httpContext)?.Known(tag, lastModified: null) ?? new ReadyAnswer(Form, tag, lastModified: null, bytes: null);
        if (!answer.HasBody && !answer.IsCurrentFor(httpContext.Request))
        {
            answer = new ReadyAnswer(Form, tag, lastModified: null, draw());
        }
        return answer.AnswerAsync(httpContext, isKept: true);
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
