namespace HeadlessCms.Platform.Http;

/// <summary>
/// What a link can lead to. .NET alone takes <c>http:a</c> and blanks around an address; the form, which the contract shows,
/// does not.
/// </summary>
internal static class WebAddress
{
    /// <summary>Code points of the longest.</summary>
    public const int MaximumLength = 2048;

    /// <summary>As an ECMA 262 regular expression. Hosts have rules that it does not say.</summary>
    public const string Form = @"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\\\s][^\s]*$";

    /// <summary>Whether the text is an absolute http or https address.</summary>
    public static bool Is(string text) =>
        TextForm.Fits(text, Form) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;
}
