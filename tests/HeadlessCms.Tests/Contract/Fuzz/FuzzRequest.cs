using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>A part of a form; one with a file name is a file.</summary>
internal sealed record FuzzPart(string Name, byte[] Bytes, string? FileName = null, string? Type = null);

/// <summary>One request of the fuzz, as it goes over the wire.</summary>
internal sealed record FuzzRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>The path, escaped as it is sent.</summary>
    public required string Path { get; init; }

    /// <summary>The query, escaped as it is sent, without its question mark.</summary>
    public string Query { get; init; } = "";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The body, when it is no form.</summary>
    public string? Body { get; init; }

    /// <summary>The body's type.</summary>
    public string? Type { get; init; }

    /// <summary>The body, when it is a form.</summary>
    public IReadOnlyList<FuzzPart>? Parts { get; init; }

    /// <summary>Whether the path names what was there once.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether a key that opens everything is sent.</summary>
    public bool HasKey => Headers.Any(header => header.Name == "Authorization" && header.Value == $"Bearer {Support.Portal.AdminKey}");

    /// <summary>Whether a key is sent that opens nothing.</summary>
    public bool HasForgedKey => !HasKey && Headers.Any(header => header.Name == "Authorization");

    /// <summary>Whether a name is that of something there, by what answers have said so far.</summary>
    public Func<string, string, bool> IsThere { get; init; } = (_, _) => false;

    /// <summary>Whether what is sent at a pointer or parameter names something that is there, so that none can say it is unknown.</summary>
    public bool NamesWhatIsThere(string place) => place is "" ? false : place[0] != '/'
        ? Query.Split('&').Any(parameter => parameter.StartsWith($"{place}=", StringComparison.Ordinal) && IsThere(place, Uri.UnescapeDataString(parameter[(place.Length + 1)..])))
        : Body is not null && Valued(place) is { } value && IsThere(place.Split('/').Last(part => !part.All(char.IsDigit)), value);

    private string? Valued(string pointer)
    {
        try
        {
            using var body = JsonDocument.Parse(Body!);
            var found = pointer.Split('/').Skip(1).Aggregate(body.RootElement, (node, part) => node.ValueKind == JsonValueKind.Array
                ? node[int.Parse(part, CultureInfo.InvariantCulture)]
                : node.TryGetProperty(part, out var member) ? member : default);
            return found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        }
        // No JSON, nothing lies there, or half a character.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private string Target => Query.Length > 0 ? $"{Path}?{Query}" : Path;

    /// <summary>The request for a client.</summary>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, $"http://localhost{Target}") { Content = Content() };
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>The same for people: a line that does it again.</summary>
    public override string ToString()
    {
        var line = new StringBuilder($"curl -i -X {Method} {Quoted($"http://127.0.0.1:5080{Target}")}");
        foreach (var (name, value) in Headers)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H {Quoted($"{name}: {value}")}");
        }
        if (Body is not null)
        {
            line.Append(CultureInfo.InvariantCulture, $" -H {Quoted($"Content-Type: {Type}")} --data-binary {Quoted(Body)}");
        }
        foreach (var part in Parts ?? [])
        {
            line.Append(part.FileName is null
                ? $" -F {Quoted($"{part.Name}={Encoding.UTF8.GetString(part.Bytes)}")}"
                : $" -F {Quoted($"{part.Name}=@-;filename={part.FileName};type={part.Type}")} <<< \"$(base64 -d <<< {Convert.ToBase64String(part.Bytes)})\"");
        }
        return line.ToString();
    }

    private HttpContent? Content()
    {
        if (Parts is not null)
        {
            var form = new MultipartFormDataContent();
            foreach (var part in Parts)
            {
                var content = new ByteArrayContent(part.Bytes);
                content.Headers.ContentType = part.Type is null ? null : MediaTypeHeaderValue.Parse(part.Type);
                if (part.FileName is null)
                {
                    form.Add(content, part.Name);
                }
                else
                {
                    form.Add(content, part.Name, part.FileName);
                }
            }
            return form;
        }
        if (Body is null)
        {
            return null;
        }
        var bytes = new ByteArrayContent(Encoding.UTF8.GetBytes(Body));
        bytes.Headers.TryAddWithoutValidation("Content-Type", Type);
        return bytes;
    }

    // A control character is not for the eyes: $'…' says it.
    private static string Quoted(string text) => text.Any(char.IsControl)
        ? $"$'{string.Concat(text.Select(letter => letter is '\'' or '\\' ? $"\\{letter}" : char.IsControl(letter) ? $"\\x{(int)letter:x2}" : $"{letter}"))}'"
        : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
