using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;

namespace HeadlessCms.Sharing;

/// <summary>Draws QR codes: the same text and options always give the same bytes.</summary>
internal static class QrImage
{
    private static readonly QrRules Rules = new();

    /// <summary>An SVG whose user unit is one module; <paramref name="title"/> is what a screen reader says.</summary>
    public static QrAnswer Svg(string text, string title, QrOptions options) =>
        Draw(text, options, symbol => Encoding.UTF8.GetBytes(SvgOf(symbol, title, options)));

    /// <summary>A PNG whose modules are all the same whole number of pixels; what is left over widens the quiet zone.</summary>
    public static QrAnswer Png(string text, QrOptions options) =>
        Draw(text, options, symbol => PngOf(symbol, options));

    private static QrAnswer Draw(string text, QrOptions options, Func<QrSymbol, byte[]> draw)
    {
        var rules = Rules.Validate(options);
        if (!rules.IsValid)
        {
            return QrAnswer.Refused(rules.Errors);
        }
        if (QrSymbol.Encode(text, options) is not { } symbol)
        {
            return QrAnswer.Refused(nameof(QrOptions.Ecc), "too_long",
                "The address is too long for a QR code at this level of error correction.");
        }

        var least = symbol.Width + (2 * options.Margin);
        return least <= options.Size
            ? QrAnswer.Drawn(draw(symbol))
            : QrAnswer.Refused(nameof(QrOptions.Size), "too_small",
                $"This address needs at least {least} pixels with that margin: one for each module.");
    }

    private static string SvgOf(QrSymbol symbol, string title, QrOptions options)
    {
        var width = symbol.Width + (2 * options.Margin);
        var logo = options.Logo is null ? "" : SvgLogo(symbol, options.Margin, options.Logo);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{options.Size}" height="{options.Size}" viewBox="0 0 {width} {width}" role="img">
            <title>{XmlText(title)}</title>
            <rect width="{width}" height="{width}" fill="#{options.Light}"/>
            <path fill="#{options.Dark}" shape-rendering="crispEdges" d="{Outline(symbol, options.Margin)}"/>{logo}
            </svg>

            """);
    }

    /// <summary>One box for each run of dark modules in a row.</summary>
    private static string Outline(QrSymbol symbol, int margin)
    {
        var path = new StringBuilder();
        for (var y = 0; y < symbol.Width; y++)
        {
            for (var x = 0; x < symbol.Width; x++)
            {
                var start = x;
                while (x < symbol.Width && symbol.IsDark(x, y))
                {
                    x++;
                }
                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture,
                        $"M{start + margin} {y + margin}h{x - start}v1h-{x - start}z");
                }
            }
        }
        return path.ToString();
    }

    private static string SvgLogo(QrSymbol symbol, int margin, byte[] logo) => string.Create(
        CultureInfo.InvariantCulture,
        $"""

        <image x="{margin + symbol.LogoStart}" y="{margin + symbol.LogoStart}" width="{symbol.LogoWidth}" height="{symbol.LogoWidth}" href="data:image/png;base64,{Convert.ToBase64String(logo)}"/>
        """);

    private static byte[] PngOf(QrSymbol symbol, QrOptions options)
    {
        var scale = options.Size / (symbol.Width + (2 * options.Margin));
        var start = (options.Size - (scale * symbol.Width)) / 2;
        var png = TwoColourPng.Write(Rows(symbol, options.Size, start, scale), options.Dark, options.Light);
        return options.Logo is null ? png : QrLogo.Stamp(png, options.Logo,
            start: start + (scale * symbol.LogoStart), width: scale * symbol.LogoWidth);
    }

    /// <summary>Every row of pixels, true where it is dark; rows that look the same are the same array.</summary>
    private static bool[][] Rows(QrSymbol symbol, int size, int start, int scale)
    {
        var rows = new bool[size][];
        Array.Fill(rows, new bool[size]);
        for (var y = 0; y < symbol.Width; y++)
        {
            var row = new bool[size];
            for (var x = 0; x < symbol.Width; x++)
            {
                row.AsSpan(start + (x * scale), scale).Fill(symbol.IsDark(x, y));
            }
            Array.Fill(rows, row, start + (y * scale), scale);
        }
        return rows;
    }

    /// <summary>Escaped, and without what XML 1.0 cannot hold even escaped: one control character would spoil the image.</summary>
    private static string XmlText(string text) => SecurityElement.Escape(string.Concat(
        text.EnumerateRunes().Where(rune => rune.Value > 0xffff || XmlConvert.IsXmlChar((char)rune.Value))));
}
