using System.Text;

namespace HeadlessCms.Platform.Text;

/// <summary>Which script a character belongs to, where that decides about spaces and word borders.</summary>
internal static class Scripts
{
    /// <summary>
    /// Ideographs: those of the basic plane, compatibility forms, and planes 2 and 3, which hold nothing else.
    /// </summary>
    public static bool IsHan(Rune rune) => rune.Value
        is 0x3005 or 0x3007
        or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>
    /// Characters of scripts written without spaces: ideographs, kana, Bopomofo, and their full-width punctuation.
    /// </summary>
    public static bool IsWrittenWithoutSpaces(Rune rune) => IsHan(rune) || rune.Value
        is (>= 0x2E80 and <= 0x312F)
        or (>= 0x31A0 and <= 0x33FF)
        or (>= 0xFF00 and <= 0xFFEF);
}
