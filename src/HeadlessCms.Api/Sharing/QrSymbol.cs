using System.Text;
using QRCoder;
using QRCoder.Exceptions;

namespace HeadlessCms.Sharing;

/// <summary>The modules of one code, without a quiet zone; where a logo goes they are all light.</summary>
internal sealed class QrSymbol
{
    /// <summary>QRCoder's matrix carries a quiet zone of its own.</summary>
    private const int Border = 4;

    /// <summary>A hole of a fifth of the width is 4 % of the area: H, which mends 30 %, has room to spare.</summary>
    private const int LogoShare = 5;

    private readonly bool[] _dark;

    private QrSymbol(QRCodeData data, bool withLogo)
    {
        Width = data.ModuleMatrix.Count - (2 * Border);
        // Odd, like the width of every symbol, so that the hole lies on whole modules in the very middle.
        LogoWidth = withLogo ? ((Width / LogoShare) - 1) | 1 : 0;
        LogoStart = (Width - LogoWidth) / 2;
        _dark = new bool[Width * Width];
        for (var i = 0; i < _dark.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            _dark[i] = data.ModuleMatrix[y + Border][x + Border] && !InLogo(x, y);
        }
    }

    /// <summary>Modules from side to side.</summary>
    public int Width { get; }

    /// <summary>First column and row of the logo's hole.</summary>
    public int LogoStart { get; }

    /// <summary>Width and height of the logo's hole; 0 without one.</summary>
    public int LogoWidth { get; }

    /// <summary>Null when the text is longer than the largest symbol holds at this level.</summary>
    public static QrSymbol? Encode(string text, QrOptions options)
    {
        var withLogo = options.Logo is not null;
        // Addresses are ASCII; for anything else the encoding has to be said, or readers guess it.
        var eci = Ascii.IsValid(text) ? QRCodeGenerator.EciMode.Default : QRCodeGenerator.EciMode.Utf8;
        try
        {
            using var data = QRCodeGenerator.GenerateQrCode(
                text, Level(withLogo ? QrEcc.H : options.Ecc), eciMode: eci);
            return new QrSymbol(data, withLogo);
        }
        catch (DataTooLongException)
        {
            return null;
        }
    }

    public bool IsDark(int x, int y) => _dark[(y * Width) + x];

    private bool InLogo(int x, int y) =>
        x >= LogoStart && x < LogoStart + LogoWidth && y >= LogoStart && y < LogoStart + LogoWidth;

    private static QRCodeGenerator.ECCLevel Level(QrEcc ecc) => ecc switch
    {
        QrEcc.L => QRCodeGenerator.ECCLevel.L,
        QrEcc.M => QRCodeGenerator.ECCLevel.M,
        QrEcc.Q => QRCodeGenerator.ECCLevel.Q,
        _ => QRCodeGenerator.ECCLevel.H,
    };
}
