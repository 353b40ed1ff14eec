using HeadlessCms.Attachments;

namespace HeadlessCms.Portability;

/// <summary>Under which name each attachment's bytes lie in a portal's folder.</summary>
internal static class MediaNames
{
    /// <summary>
    /// Its own name; the first attachment's name for bytes that several have; with the id before it where other bytes
    /// have the name already.
    /// </summary>
    public static IReadOnlyDictionary<Guid, string> Of(IReadOnlyList<AttachmentRow> rows)
    {
        var byBytes = new Dictionary<string, string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Where(row => !byBytes.ContainsKey(row.Sha256)))
        {
            var name = taken.Contains(row.FileName) ? $"{row.Id}-{row.FileName}" : row.FileName;
            taken.Add(name);
            byBytes[row.Sha256] = name;
        }
        return rows.ToDictionary(row => row.Id, row => byBytes[row.Sha256]);
    }
}
