using System.Globalization;
using FluentValidation;

namespace HeadlessCms.Sharing;

/// <summary>What is refused before a QR code is drawn: what a camera could not read counts as a fault.</summary>
internal sealed class QrRules : AbstractValidator<QrOptions>
{
    /// <summary>Below this readers begin to fail under poor light.</summary>
    private const double LeastContrast = 4;

    private const string Colour = "^[0-9a-fA-F]{6}$";

    public QrRules()
    {
        RuleFor(options => options.Size).InclusiveBetween(64, 2048);
        RuleFor(options => options.Margin).InclusiveBetween(0, 16);
        RuleFor(options => options.Ecc).IsInEnum();
        RuleFor(options => options.Light).NotNull().Matches(Colour);
        RuleFor(options => options.Dark).Cascade(CascadeMode.Stop).NotNull().Matches(Colour)
            .Must((options, dark) => Contrast(dark, options.Light) is null or >= LeastContrast)
            .WithErrorCode("contrast")
            .WithMessage(options => string.Create(CultureInfo.InvariantCulture,
                $"""
                The dark colour must be darker than the light one, with a contrast of at least {LeastContrast}:1; here the light one has {Contrast(options.Dark, options.Light):0.00} times the luminance.
                """));
        RuleFor(options => options.Logo!).Must(QrLogo.IsReadable).When(options => options.Logo is not null)
            .WithErrorCode("logo")
            .WithMessage($"The logo must be a PNG of at most {QrLogo.MostPixels} by {QrLogo.MostPixels} pixels.");
    }

    /// <summary>
    /// The WCAG 2 contrast ratio, but signed by order: below 1 the "dark" colour is the brighter one, and an
    /// inverted code is one that many readers cannot see. Null when there is no light colour to compare with.
    /// </summary>
    private static double? Contrast(string dark, string? light) =>
        Luminance(light) is { } bright && Luminance(dark) is { } dim ? (bright + 0.05) / (dim + 0.05) : null;

    /// <summary>Relative luminance as WCAG 2 defines it, 0 to 1.</summary>
    private static double? Luminance(string? colour) =>
        colour?.Length == 6 && int.TryParse(colour, NumberStyles.AllowHexSpecifier, null, out var rgb)
            ? (0.2126 * Linear(rgb >> 16)) + (0.7152 * Linear(rgb >> 8)) + (0.0722 * Linear(rgb))
            : null;

    private static double Linear(int channel)
    {
        var value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
