using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace HeadlessCms.Portability.Foreign;

/// <summary>An item of an XML document.</summary>
/// <param name="Place">Where it begins.</param>
/// <param name="Element">What it is.</param>
internal sealed record XmlItem(Place Place, XElement Element);

/// <summary>
/// Reads feeds and their like item by item. No document type, so no entity of its own and nothing fetched; bounded in length and
/// depth. An item that is not well-formed is a fault with the line where that shows.
/// </summary>
internal sealed partial class ForeignXml(Func<Stream> open, string file)
{
    private const int Deepest = 100;
    private const int BytesOfLabel = 256;

    private static readonly Dictionary<string, int> NoKeys = [];

    private (Encoding Encoding, bool IsLossy)? _chosen;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
        CloseInput = true,
    };

    // What feeds use without saying so, in documents that only almost are what they should be.
    private static readonly Dictionary<string, string> Prefixes = new()
    {
        ["content"] = "http://purl.org/rss/1.0/modules/content/",
        ["dc"] = "http://purl.org/dc/elements/1.1/",
        ["excerpt"] = "http://wordpress.org/export/1.2/excerpt/",
        ["wp"] = "http://wordpress.org/export/1.2/",
    };

    /// <summary>The root with all that stands before the first item, read once; null with what is wrong with it.</summary>
    public XElement? ReadHead(ImportFaults faults)
    {
        using var reader = Reader();
        var head = new XmlSegments(reader, "item", "entry").Read().First();
        return Parse(head, Declared([]), faults) is { } read ? read.Element : null;
    }

    /// <summary>Its items, in their order.</summary>
    public IEnumerable<XmlItem> ReadItems(ImportFaults faults)
    {
        using var reader = Reader();
        XmlParserContext? context = null;
        var isEmpty = true;
        foreach (var segment in new XmlSegments(reader, "item", "entry").Read())
        {
            if (context is null)
            {
                context = Declared(Parse(segment, Declared([]), new ImportFaults())?.Element.DescendantsAndSelf().Attributes().Where(attribute => attribute.IsNamespaceDeclaration) ?? []);
            }
            else
            {
                isEmpty = false;
                if (Parse(segment, context, faults) is { } item)
                {
                    yield return item;
                }
            }
        }
        if (isEmpty)
        {
            faults.Refuse([], [new Place(file, 1, NoKeys).Fault("It holds no item or entry: it is neither a feed nor an export of WordPress.")]);
        }
    }

    private XmlItem? Parse(XmlSegment segment, XmlParserContext context, ImportFaults faults)
    {
        var place = new Place(file, segment.Line, NoKeys);
        var text = segment.Text?.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') ?? "";
        var wrong = segment switch
        {
            { Text: null } => $"An item may have {TransferLines.LongestLine / 1024 / 1024} Mi characters.",
            { IsWhole: false } => "The item that begins here has no end.",
            _ when _chosen is { IsLossy: true } && ForeignText.HasLostBytes(text) => "It holds bytes that are no characters in the document's encoding.",
            _ => null,
        };
        if (wrong is null)
        {
            try
            {
                if (ForeignText.HasLostBytes(text))
                {
                    faults.Note(place.Fault("It holds the mark of characters that were lost before it was written."));
                }
                RequireShallow(text, context);
                using var reader = XmlReader.Create(new StringReader(text), Settings, context);
                if (reader.MoveToContent() == XmlNodeType.Element)
                {
                    return new(place, (XElement)XNode.ReadFrom(reader));
                }
                wrong = "It is not XML.";
            }
            catch (XmlException fault)
            {
                (place, wrong) = (place with { Line = segment.Line + Math.Max(0, fault.LineNumber - 1) }, Position().Replace(fault.Message, ""));
            }
        }
        faults.Refuse([], [place.Fault(wrong)]);
        return null;
    }

    // What is made of it later goes down by recursion.
    private static void RequireShallow(string text, XmlParserContext context)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings, context);
        while (reader.Read())
        {
            if (reader.Depth > Deepest)
            {
                throw new XmlException($"It is nested more than {Deepest} levels deep.", innerException: null, ((IXmlLineInfo)reader).LineNumber, 0);
            }
        }
    }

    private static XmlParserContext Declared(IEnumerable<XAttribute> declarations)
    {
        var names = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, name) in Prefixes)
        {
            names.AddNamespace(prefix, name);
        }
        foreach (var declaration in declarations)
        {
            names.AddNamespace(declaration.Name.Namespace == XNamespace.None ? "" : declaration.Name.LocalName, declaration.Value);
        }
        return new XmlParserContext(names.NameTable, names, xmlLang: null, XmlSpace.None);
    }

    private StreamReader Reader() => new(open(), (_chosen ??= Choose()).Encoding, detectEncodingFromByteOrderMarks: false);

    // All of it is read once more for that: of a document that is found in the wrong encoding at its end, the beginning is stored.
    private (Encoding Encoding, bool IsLossy) Choose()
    {
        var start = new byte[BytesOfLabel];
        using (var stream = open())
        {
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        var label = DeclaredEncoding().Match(Encoding.Latin1.GetString(start));
        var candidates = ForeignEncodings.Of(start, label.Success ? label.Groups[1].Value : null);
        if (candidates.FirstOrDefault(FitsAll) is { } fitting)
        {
            return (fitting, false);
        }
        var likeliest = (Encoding)candidates[0].Clone();
        likeliest.DecoderFallback = new DecoderReplacementFallback("\uFFFD"); // the standard one puts "?"
        return (likeliest, true);
    }

    private bool FitsAll(Encoding strict)
    {
        using var stream = open();
        var decoder = strict.GetDecoder();
        var (bytes, length) = (new byte[32 * 1024], 0);
        var characters = new char[strict.GetMaxCharCount(bytes.Length)];
        try
        {
            do
            {
                length = stream.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, length), characters, flush: length == 0);
            }
            while (length > 0);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex("""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex DeclaredEncoding();

    // The message's own words for a place in the piece.
    [GeneratedRegex(@" Line \d+, position \d+\.", RegexOptions.CultureInvariant)]
    private static partial Regex Position();
}
