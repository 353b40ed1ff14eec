using System.Diagnostics.CodeAnalysis;
using FluentValidation.Results;

namespace HeadlessCms.Sharing;

/// <summary>How much of a symbol may be lost and still be read: about 7, 15, 25 or 30 %.</summary>
internal enum QrEcc
{
    L,
    M,
    Q,
    H,
}

/// <summary>How a QR code is drawn; what is allowed stands in <see cref="QrRules"/>.</summary>
internal sealed record QrOptions
{
    /// <summary>Width and height of the image, in pixels.</summary>
    public int Size { get; init; } = 256;

    /// <summary>The least quiet zone, in modules; ISO/IEC 18004 asks for four.</summary>
    public int Margin { get; init; } = 4;

    /// <summary>The level of error correction; a logo raises it to H.</summary>
    public QrEcc Ecc { get; init; } = QrEcc.M;

    /// <summary>Colour of the dark modules, RRGGBB.</summary>
    public string Dark { get; init; } = "000000";

    /// <summary>Colour of the light modules and the quiet zone, RRGGBB.</summary>
    public string Light { get; init; } = "ffffff";

    /// <summary>A PNG for the middle of the symbol, or null.</summary>
    public byte[]? Logo { get; init; }
}

/// <summary>An image, or the reasons why there is none.</summary>
internal sealed record QrAnswer
{
    private QrAnswer()
    {
    }

    /// <summary>True when there is an image.</summary>
    [MemberNotNullWhen(true, nameof(Image))]
    [MemberNotNullWhen(false, nameof(Faults))]
    public bool IsDrawn => Image is not null;

    /// <summary>The bytes of the SVG or the PNG.</summary>
    public byte[]? Image { get; private init; }

    /// <summary>Each with the name of the option, a code and a sentence; in the form all rules answer.</summary>
    public IReadOnlyList<ValidationFailure>? Faults { get; private init; }

    public static QrAnswer Drawn(byte[] image) => new() { Image = image };

    public static QrAnswer Refused(IReadOnlyList<ValidationFailure> faults) => new() { Faults = faults };

    public static QrAnswer Refused(string option, string code, string detail) =>
        Refused([new ValidationFailure(option, detail) { ErrorCode = code }]);
}
