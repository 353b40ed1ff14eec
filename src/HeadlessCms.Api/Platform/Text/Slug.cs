using System.Text;
using AnyAscii;

namespace HeadlessCms.Platform.Text;

/// <summary>The readable part of an address: lower-case ASCII words joined by hyphens.</summary>
internal static class Slug
{
    /// <summary>What every slug looks like, ours and those sent to us.</summary>
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>In characters, which are code points here as a slug is ASCII.</summary>
    public const int MaximumLength = 80;

    /// <summary>
    /// A slug of a title in any script; <paramref name="fallback"/>, itself a slug, when nothing of the title can be
    /// spelt. Never one that reads as an id, since ids and slugs open the same door.
    /// </summary>
    public static string From(string title, string fallback)
    {
        var slug = Cut(Words(title), MaximumLength);
        return NotAnId(slug.Length > 0 ? slug : fallback);
    }

    /// <summary>
    /// The slug to try when <paramref name="slug"/> is taken, within the maximum length. It cannot read as an id:
    /// its last group has at most the ten digits of an int, and a UUID's has twelve.
    /// </summary>
    public static string Numbered(string slug, int n)
    {
        var suffix = $"-{n}";
        return Cut(slug, MaximumLength - suffix.Length) + suffix;
    }

    private static string NotAnId(string slug) => Guid.TryParse(slug, out _) ? Numbered(slug, 1) : slug;

    private static string Words(string title)
    {
        var words = new StringBuilder(title.Length);
        foreach (var rune in title.EnumerateRunes())
        {
            // Each Han character is read as a syllable of its own; joined, they could not be told apart again.
            var border = Scripts.IsHan(rune) ? "-" : "";
            words.Append(border).Append(rune.ToString().Transliterate()).Append(border);
        }

        return Joined(words.ToString());
    }

    private static string Joined(string ascii)
    {
        var slug = new StringBuilder(ascii.Length);
        foreach (var letter in ascii.Where(letter => letter != '\''))
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    private static string Cut(string slug, int length)
    {
        if (slug.Length <= length)
        {
            return slug;
        }

        var border = slug.LastIndexOf('-', length);
        return slug[..(border > 0 ? border : length)];
    }
}
