namespace HeadlessCms.Platform.Text;

/// <summary>Names of languages (BCP 47), which are the same in any case and are kept and shown in one.</summary>
internal static class Locales
{
    /// <summary>
    /// As RFC 5646 section 2.1.1 writes them: small, but for regions (<c>zh-CN</c>) and scripts (<c>zh-Hans</c>), and all small
    /// after a single letter (<c>en-x-ab</c>).
    /// </summary>
    public static string Normalized(string locale)
    {
        var parts = locale.Split('-');
        var isExtension = false;
        for (var n = 0; n < parts.Length; n++)
        {
            var part = parts[n].ToLowerInvariant();
            parts[n] = (n, isExtension, part.Length) switch
            {
                ( > 0, false, 2) => part.ToUpperInvariant(),
                ( > 0, false, 4) => char.ToUpperInvariant(part[0]) + part[1..],
                _ => part,
            };
            isExtension |= part.Length == 1;
        }
        return string.Join('-', parts);
    }
}
