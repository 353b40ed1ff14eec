using System.Text;
using System.Text.Json;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Attachments;

/// <summary>What an upload came to: the staged file and what was said of it, or what to answer instead.</summary>
internal sealed class Upload : IAsyncDisposable
{
    /// <summary>The file, not kept yet.</summary>
    public StagedFile? File { get; set; }

    /// <summary>Its name, cleaned.</summary>
    public string? FileName { get; set; }

    /// <summary>What the client says its type is.</summary>
    public string? DeclaredType { get; set; }

    /// <summary>The text parts by name.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    /// <summary>What is wrong with the parts.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>413 or 415, which end the reading at once.</summary>
    public IResult? Instead { get; set; }

    /// <summary>What was said of the file.</summary>
    public AttachmentDraft Draft => new()
    {
        FileName = FileName,
        Alt = Texts.GetValueOrDefault("alt"),
        Caption = Texts.GetValueOrDefault("caption"),
        Credit = Texts.GetValueOrDefault("credit"),
        Decorative = Texts.GetValueOrDefault("decorative") == "true",
    };

    /// <summary>The same for the same fields and bytes; null while it is not known what was to be sent.</summary>
    public byte[]? Identity => Instead is not null || Faults.Count > 0 ? null : JsonSerializer.SerializeToUtf8Bytes(
        new SortedDictionary<string, string?>(Texts.ToDictionary(text => "text " + text.Key, string? (text) => text.Value), StringComparer.Ordinal)
        {
            ["file"] = File?.Sha256,
            ["name"] = FileName,
            ["type"] = DeclaredType,
        });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>
/// Reads <c>multipart/form-data</c> (RFC 7578) part by part, in any order; the file goes to disk as it comes, hashed on
/// the way, so memory stays flat whatever its size.
/// </summary>
internal sealed class UploadReader(FileStore files, IOptions<CmsOptions> options)
{
    private const int LongestText = 4096;
    private static readonly string[] TextParts = ["alt", "caption", "credit", "decorative"];

    /// <summary>Reads the whole request; the caller disposes of what came.</summary>
    public async Task<Upload> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var upload = new Upload();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data")
        {
            upload.Instead = new UnsupportedMediaTypeProblem($"Send multipart/form-data; this was '{request.ContentType}'.", "multipart/form-data");
            return upload;
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
        {
            upload.Faults.Add(Fault.At("", "wrong_form", "The boundary of the parts is missing or too long."));
            return upload;
        }
        try
        {
            await ReadPartsAsync(new MultipartReader(boundary, request.Body), upload, ct);
            if (upload is { File: null, Instead: null })
            {
                upload.Faults.Add(Fault.At("/file", "required", "There is no part 'file' with a file in it."));
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            upload.Faults.Add(Fault.At("", "cut_off", "The parts end in the middle, or are not as RFC 7578 says."));
        }
        return upload;
    }

    private async Task ReadPartsAsync(MultipartReader reader, Upload upload, CancellationToken ct)
    {
        while (upload.Instead is null && await reader.ReadNextSectionAsync(ct) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data"))
            {
                upload.Faults.Add(Fault.At("", "wrong_form", "A part does not say its name."));
                continue;
            }
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (name == "file")
            {
                await ReadFileAsync(part, disposition, upload, ct);
            }
            else if (TextParts.Contains(name))
            {
                await ReadTextAsync(part, name, upload, ct);
            }
            else
            {
                upload.Faults.Add(Fault.At($"/{Pointers.Escape(name)}", "unknown_property", $"There is no part '{name}' to send."));
            }
        }
    }

    private async Task ReadFileAsync(MultipartSection part, ContentDispositionHeaderValue disposition, Upload upload, CancellationToken ct)
    {
        if (upload.File is not null)
        {
            upload.Faults.Add(Fault.At("/file", "repeated", "One file a request."));
            return;
        }
        var name = NameOf(disposition);
        if (!CodePoints.IsWellFormed(name ?? ""))
        {
            upload.Faults.Add(Fault.At("/file", "not_well_formed", "The file's name must not hold NUL or half of a surrogate pair."));
        }
        upload.FileName = FileNames.Clean(name);
        upload.DeclaredType = MediaTypeHeaderValue.TryParse(part.ContentType, out var declared) ? declared.MediaType.Value : null;
        upload.File = await files.StageAsync(part.Body, options.Value.MaximumUploadBytes, ct);
        if (upload.File is null)
        {
            upload.Instead = new TooLargeProblem($"A file may have {options.Value.MaximumUploadBytes} bytes.");
        }
        else if (upload.File.Size == 0)
        {
            upload.Faults.Add(Fault.At("/file", "required", "The file is empty."));
        }
    }

    // Browsers write a quote and the ends of lines so (WHATWG, "multipart/form-data encoding algorithm"), and nothing else; other programs put a
    // backslash before a quote. A whole path of Windows has backslashes of its own.
    private static string? NameOf(ContentDispositionHeaderValue disposition) => disposition.FileNameStar.HasValue
        ? disposition.FileNameStar.Value
        : HeaderUtilities.RemoveQuotes(disposition.FileName).Value?
            .Replace("\\\"", "\"", StringComparison.Ordinal).Replace("%22", "\"", StringComparison.Ordinal)
            .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase).Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);

    private static async Task ReadTextAsync(MultipartSection part, string name, Upload upload, CancellationToken ct)
    {
        var bytes = new byte[LongestText];
        var length = await part.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        if (upload.Texts.ContainsKey(name))
        {
            upload.Faults.Add(Fault.At($"/{name}", "repeated", "Each part is sent once."));
            return;
        }
        if (length == bytes.Length)
        {
            upload.Faults.Add(Fault.At($"/{name}", "too_long", $"It may have less than {LongestText} bytes."));
            return;
        }
        if (!TryDecode(bytes.AsSpan(0, length), out var text) || !CodePoints.IsWellFormed(text))
        {
            upload.Faults.Add(Fault.At($"/{name}", "not_well_formed", "It must be UTF-8 without NUL."));
            return;
        }
        if (name == "decorative" && text is not ("true" or "false"))
        {
            upload.Faults.Add(Fault.At("/decorative", "not_allowed", "It is true or false."));
            return;
        }
        upload.Texts[name] = text;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "";
        return System.Text.Unicode.Utf8.IsValid(bytes);
    }
}
