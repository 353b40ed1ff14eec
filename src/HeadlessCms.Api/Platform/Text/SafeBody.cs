using System.Runtime.CompilerServices;

namespace HeadlessCms.Platform.Text;

/// <summary>
/// A body as it was sent, made safe: at the cost of going through it several times, so once for whoever asks about the
/// same text, as rules and writer do.
/// </summary>
internal sealed class SafeBody
{
    private static readonly ConditionalWeakTable<string, SafeBody> Known = [];

    private readonly Lazy<string?> _ofHtml;
    private readonly Lazy<string?> _ofMarkdown;

    private SafeBody(string source)
    {
        _ofHtml = new(() => OrNull(() => SafeHtml.Sanitize(source)));
        _ofMarkdown = new(() => OrNull(() => MarkdownText.ToHtml(source)));
    }

    /// <summary>Sanitised HTML; null when the text is too complex for any page.</summary>
    public static string? Of(string source, string? format)
    {
        var body = Known.GetValue(source, text => new SafeBody(text));
        return (format == "markdown" ? body._ofMarkdown : body._ofHtml).Value;
    }

    private static string? OrNull(Func<string> make)
    {
        try
        {
            return make();
        }
        catch (TooComplexException)
        {
            return null;
        }
    }
}
