using System.Security.Cryptography;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// Files that lie beside what comes from elsewhere, as attachments: each file once, by its bytes and its name. One that cannot be an
/// attachment is noted, and whatever shows it stays as it was.
/// </summary>
internal sealed class ForeignMedia(FilesBeside folder)
{
    private readonly Dictionary<string, Guid?> _known = new(StringComparer.Ordinal);
    private readonly Queue<Arrival> _arrivals = new();

    /// <summary>Where they lie.</summary>
    public FilesBeside Folder => folder;

    /// <summary>The attachments that were found since this was last asked: they come in before what names them.</summary>
    public IEnumerable<Arrival> Arrivals()
    {
        while (_arrivals.TryDequeue(out var arrival))
        {
            yield return arrival;
        }
    }

    /// <summary>The id of a file as an attachment, or null when it cannot be one.</summary>
    /// <param name="file">Its full path, found in the folder.</param>
    /// <param name="said">What is said of it, where it is met first.</param>
    /// <param name="place">Who names it.</param>
    /// <param name="faults">Takes the note.</param>
    public Guid? Take(string file, AttachmentDraft said, Place place, ImportFaults faults)
    {
        if (_known.TryGetValue(file, out var known))
        {
            return known;
        }
        var id = TakeIn(file, said, place, faults);
        _known.Add(file, id);
        return id;
    }

    private Guid? TakeIn(string file, AttachmentDraft said, Place place, ImportFaults faults)
    {
        using var content = File.OpenRead(file);
        var name = FileNames.Clean(Path.GetFileName(file));
        var inspection = MediaTypes.Inspect(content, name, declaredType: null);
        if (!inspection.IsAccepted)
        {
            faults.Note(place.Fault($"The file {folder.NameOf(file)} is left out: {inspection.Detail}"));
            return null;
        }
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var id = StableId.Of("file", $"{sha256}/{name}");
        var line = new TransferLine
        {
            Kind = "attachment",
            Id = id,
            MediaType = inspection.Accepted.Type,
            Sha256 = sha256,
            Attachment = new AttachmentDraft
            {
                FileName = name,
                Alt = Short(said.Alt, AttachmentRules.LongestText),
                Caption = Short(said.Caption, AttachmentRules.LongestText),
            },
        };
        _arrivals.Enqueue(new(place, line) { File = file });
        return id;
    }

    private static string? Short(string? text, int longest) => ForeignText.Line(text) is { } line ? CodePoints.First(line, longest) : null;
}
