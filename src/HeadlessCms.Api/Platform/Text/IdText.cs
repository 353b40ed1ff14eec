namespace HeadlessCms.Platform.Text;

/// <summary>Ids as text: 36 characters, in either case, and nothing around them, which .NET alone would let pass.</summary>
internal static class IdText
{
    /// <summary>How many characters an id has.</summary>
    public const int Length = 36;

    /// <summary>Reads an id; false for anything else.</summary>
    public static bool TryRead(string? text, out Guid id)
    {
        id = default;
        return text?.Length == Length && Guid.TryParseExact(text, "D", out id);
    }
}
