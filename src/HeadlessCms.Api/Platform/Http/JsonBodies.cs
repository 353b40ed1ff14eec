using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Platform.Http;

/// <summary>How a JSON body is read.</summary>
internal static class JsonBodies
{
    /// <summary>Bytes of a JSON body: a body text of a million Chinese characters fits.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 64,
        AllowDuplicateProperties = true, // JsonShape names each by its pointer
    };

    /// <summary>The bytes, or the 413 or 415 to answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mediaTypes">What is taken.</param>
    /// <param name="mayBeLeftOut">Whether no bytes at all are fine, whatever type they are said to be of.</param>
    public static async Task<(byte[] Bytes, IResult? Problem)> ReadAsync(HttpContext context, string[] mediaTypes, bool mayBeLeftOut = false)
    {
        var request = context.Request;
        if (mayBeLeftOut && request.ContentLength == 0)
        {
            return ([], null);
        }
        var isTaken = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsTaken(type, mediaTypes);
        // Of a body that does not say its length only reading tells whether there is one.
        if (!isTaken && !(mayBeLeftOut && request.ContentLength is null))
        {
            return ([], WrongType(request, mediaTypes));
        }
        if (request.ContentLength > MaximumBytes)
        {
            return ([], TooLarge());
        }
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        int read;
        while ((read = await request.Body.ReadAsync(buffer.GetMemory(16 * 1024), context.RequestAborted)) > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > MaximumBytes)
            {
                return ([], TooLarge());
            }
        }
        return isTaken || buffer.WrittenCount == 0 ? (buffer.WrittenSpan.ToArray(), null) : ([], WrongType(request, mediaTypes));
    }

    /// <summary>Parses; the one fault says where it is not JSON.</summary>
    public static IReadOnlyList<Fault> Parse(ReadOnlyMemory<byte> bytes, out JsonElement root)
    {
        root = default;
        if (bytes.Length == 0)
        {
            return [Fault.At("", "not_json", "The body is empty; it must be a JSON object.")];
        }
        try
        {
            // RFC 8259 section 8.1 lets a reader skip a byte order mark, and editors on Windows write one.
            var text = bytes[(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)..];
            using var document = JsonDocument.Parse(text, Strict);
            root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object
                ? []
                : [Fault.At("", "wrong_type", "The body must be a JSON object.")];
        }
        catch (JsonException fault)
        {
            return [Fault.At("", "not_json", $"This is not JSON as we take it, at line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}: no more than 64 levels, UTF-8.")];
        }
    }

    /// <summary>What any operation with a JSON body can answer.</summary>
    public static void AddProblems(EndpointBuilder builder)
    {
        foreach (var status in (int[])[400, 413, 415])
        {
            builder.Metadata.Add(new ProblemResponse(status));
        }
    }

    // RFC 8259 section 8.1 knows no other charset, and JSON has no such parameter; many clients send this one.
    private static bool IsTaken(MediaTypeHeaderValue type, string[] mediaTypes) =>
        mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static UnsupportedMediaTypeProblem WrongType(HttpRequest request, string[] mediaTypes) =>
        new($"Send {string.Join(" or ", mediaTypes)} in UTF-8; this was '{request.ContentType}'.", mediaTypes);

    private static TooLargeProblem TooLarge() => new($"A JSON body may have {MaximumBytes / 1024 / 1024} MiB.");
}
