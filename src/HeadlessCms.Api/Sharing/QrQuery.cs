using HeadlessCms.Platform.Http;

namespace HeadlessCms.Sharing;

/// <summary>How a QR code is asked for.</summary>
internal static class QrQuery
{
    private const string Colour = "^[0-9A-Fa-f]{6}$";

    /// <summary>What every QR code takes.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        QueryParameter.Integer("size", 64, 2048, 256, "Width and height in pixels."),
        QueryParameter.Integer("margin", 0, 16, 4, "The quiet zone in modules; readers want 4 (ISO/IEC 18004)."),
        QueryParameter.Choice("ecc", ["L", "M", "Q", "H"], "M", "How much may be lost and still be read: 7, 15, 25 or 30 %."),
        QueryParameter.Text("dark", 6, Colour, "six hex digits, such as 1a2b3c", "Colour of the dark modules, RRGGBB (default 000000)."),
        QueryParameter.Text("light", 6, Colour, "six hex digits, such as ffffff", "Colour of the light modules, RRGGBB (default ffffff); the contrast must be 4 or more."),
        QueryParameter.Flag("logo", "true: the site's logo in the middle, at error correction H."),
    ];

    /// <summary>The options, with the logo when it was asked for.</summary>
    public static QrOptions Read(Query query, byte[]? logo) => new()
    {
        Size = (int)query.Integer("size"),
        Margin = (int)query.Integer("margin"),
        Ecc = Enum.Parse<QrEcc>(query.Text("ecc")!),
        Dark = (query.Text("dark") ?? "000000").ToLowerInvariant(),
        Light = (query.Text("light") ?? "ffffff").ToLowerInvariant(),
        Logo = logo,
    };

    /// <summary>What a scan is counted under: the address with <c>src=qr</c>, before any fragment.</summary>
    public static string AddressOf(string url)
    {
        var end = url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var fragment ? fragment : url.Length;
        var (address, rest) = (url[..end], url[end..]);
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}src=qr{rest}";
    }

    /// <summary>The rules' faults as those of the query.</summary>
    public static InvalidProblem Refusal(QrAnswer answer) => new(answer.Faults!.Select(fault => Fault.In(
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(fault.PropertyName), RuleCodes.Of(fault.ErrorCode), fault.ErrorMessage)));
}
