using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http.Ready;

/// <summary>
/// A representation as it leaves: its bytes in each coding, made when somebody first takes it, and all that the headers say
/// of it. The one place that decides on <c>304</c> and writes the body, for what was built now and for what was kept.
/// </summary>
/// <param name="form">Its media type, and what comes with that.</param>
/// <param name="tag">The strong tag of its plain bytes.</param>
/// <param name="lastModified">When it changed last; null where that is not said.</param>
/// <param name="bytes">Null where nobody has asked for more than whether it changed.</param>
/// <param name="link">The header <c>Link</c> of its <c>200</c>.</param>
internal sealed class ReadyAnswer(AnswerForm form, string tag, DateTimeOffset? lastModified, byte[]? bytes, StringValues link = default)
{
    private const int BytesBeside = 700; // of objects and of the texts of headers

    private readonly string _brotliTag = EntityTags.Coded(tag, ContentCodings.Brotli);
    private readonly string _gzipTag = EntityTags.Coded(tag, ContentCodings.Gzip);
    private readonly Lock _coding = new();
    private readonly long _second = lastModified?.ToUnixTimeSeconds() ?? 0;
    private readonly string? _stamp = lastModified is { } changed ? Stamp(changed) : null;
    private readonly string? _earlierStamp = lastModified is { } changed ? Stamp(changed.AddSeconds(-1)) : null;
    private byte[]? _brotli;
    private byte[]? _gzip;

    /// <summary>Whether there is more than a tag.</summary>
    public bool HasBody => bytes is not null;

    /// <summary>What it takes in memory, as far as it is made.</summary>
    public int Size => BytesBeside + (bytes?.Length ?? 0) + (_brotli?.Length ?? 0) + (_gzip?.Length ?? 0);

    /// <summary>Whether this is the representation that has this tag and this date.</summary>
    public bool Is(string? present, DateTimeOffset? changed) => tag == present && lastModified == changed;

    /// <summary>Whether it is of exactly this media type.</summary>
    public bool IsOf(string type) => form.ContentType.StartsWith(type, StringComparison.Ordinal)
        && (form.ContentType.Length == type.Length || form.ContentType[type.Length] == ';');

    /// <summary>Whether the client has it already.</summary>
    public bool IsCurrentFor(HttpRequest request) => IsCurrentFor(request, TagIn(CodingFor(request)));

    /// <summary>Answers a request that nothing was kept for, and keeps this for the next, if the request is one of those.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isKept">Whether its tag tells that it is the same still; else it is not kept.</param>
    public Task AnswerAsync(HttpContext context, bool isKept)
    {
        if (ReadyFlight.Of(context) is { } flight && !Caching.IsPersonal(context.Request))
        {
            if (isKept)
            {
                flight.Keep(this);
            }
            else
            {
                flight.NeverKeep();
            }
        }
        Caching.Write(context);
        return SendAsync(context, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    /// <summary>Answers <c>304</c>, or <c>200</c> in the coding the client takes; who may keep it is said elsewhere.</summary>
    public Task SendAsync(HttpContext context, DateTimeOffset now)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        var coding = CodingFor(request);
        var coded = TagIn(coding);
        headers.ETag = coded;
        if (_stamp is not null)
        {
            // The header knows whole seconds. While the second of the change lasts, another change may bear the same stamp,
            // so until then it is dated a second earlier: who asks with that date is given the body (RFC 9110 section 8.8.2.2).
            headers.LastModified = now.ToUnixTimeSeconds() > _second ? _stamp : _earlierStamp;
        }
        for (var n = 0; n < form.Headers.Count; n++)
        {
            headers[form.Headers[n].Key] = form.Headers[n].Value;
        }
        if (IsCurrentFor(request, coded))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            headers.Remove(HeaderNames.Link); // what a list said of its next page is at hand with the copy (RFC 9110 section 15.4.5)
            return Task.CompletedTask;
        }
        var body = In(coding);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = form.ContentType;
        response.ContentLength = body.Length;
        if (coding is not null)
        {
            headers.ContentEncoding = coding;
        }
        if (link.Count > 0)
        {
            headers.Link = link;
        }
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, 0, body.Length);
    }

    private string? CodingFor(HttpRequest request) => form.IsCompressed ? ContentCodings.For(request) : null;

    private string TagIn(string? coding) => coding switch
    {
        null => tag,
        ContentCodings.Brotli => _brotliTag,
        _ => _gzipTag,
    };

    // RFC 9110 section 13.2.2: If-Modified-Since counts only where there is no If-None-Match.
    private bool IsCurrentFor(HttpRequest request, string present)
    {
        var headers = request.Headers;
        if (headers.IfNoneMatch.Count > 0)
        {
            return EntityTags.Matches(headers.IfNoneMatch.ToString(), present);
        }
        return lastModified is not null && headers.IfModifiedSince.Count > 0
            && request.GetTypedHeaders().IfModifiedSince is { } since && _second <= since.ToUnixTimeSeconds();
    }

    private byte[] In(string? coding)
    {
        var plain = bytes ?? throw new InvalidOperationException("Only the tag is known.");
        return coding switch
        {
            null => plain,
            ContentCodings.Brotli => _brotli ?? Encode(ref _brotli, plain, coding),
            _ => _gzip ?? Encode(ref _gzip, plain, coding),
        };
    }

    private byte[] Encode(ref byte[]? made, byte[] plain, string coding)
    {
        lock (_coding)
        {
            return made ??= ContentCodings.Encode(plain, coding);
        }
    }

    private static string Stamp(DateTimeOffset changed) => changed.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);
}
