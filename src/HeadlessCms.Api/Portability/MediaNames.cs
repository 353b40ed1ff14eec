using System.Text;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability;

/// <summary>Under which name each attachment's bytes lie in a portal's folder.</summary>
internal static class MediaNames
{
    /// <summary>In bytes of UTF-8: what file systems take.</summary>
    private const int LongestName = 255;

    /// <summary>
    /// Its own name, spelt in ASCII, as file systems, archives and tools do not all keep other letters as they are; the
    /// first attachment's name for bytes that several have; with the id before it where other bytes have the name already;
    /// the id alone where that would be longer than a file's name may be.
    /// </summary>
    public static IReadOnlyDictionary<Guid, string> Of(IReadOnlyList<AttachmentRow> rows)
    {
        var byBytes = new Dictionary<string, string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Where(row => !byBytes.ContainsKey(row.Sha256)))
        {
            byBytes[row.Sha256] = Candidates(row).First(name => Encoding.UTF8.GetByteCount(name) <= LongestName && taken.Add(name));
        }
        return rows.ToDictionary(row => row.Id, row => byBytes[row.Sha256]);
    }

    private static string[] Candidates(AttachmentRow row)
    {
        var (name, extension) = (Spelt(row.FileName), Path.GetExtension(row.FileName));
        return [name, $"{row.Id}-{name}", $"{row.Id}{extension}", $"{row.Id}-{row.Sha256}"];
    }

    private static string Spelt(string name) => name.All(char.IsAscii)
        ? name
        : Slug.From(Path.GetFileNameWithoutExtension(name), fallback: "file") + Path.GetExtension(name);
}
