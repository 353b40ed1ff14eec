using FluentValidation;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Portability;

/// <summary>A file that has arrived: it is kept only when all else has been found right.</summary>
internal sealed record IncomingFile(AttachmentRow Row, StagedFile Staged, MediaEntry Entry) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Staged.DisposeAsync();
}

/// <summary>Takes files in, and looks at them as at any upload.</summary>
internal sealed class MediaIntake(FileStore files, IValidator<AttachmentDraft> rules)
{
    /// <summary>The file, or null with what is wrong with it.</summary>
    public async Task<IncomingFile?> TakeInAsync(MediaEntry entry, Stream source, ImportFaults faults, CancellationToken ct)
    {
        var draft = new AttachmentDraft { FileName = entry.FileName, Alt = entry.Alt, Caption = entry.Caption, Credit = entry.Credit };
        var broken = (await rules.ValidateAsync(draft, ct)).Errors
            .Select(fault => entry.Place.Fault(Pointers.FromProperty(fault.PropertyName), fault.ErrorMessage)).ToList();
        var staged = (await files.StageAsync(source, long.MaxValue, ct))!; // no file is larger than that
        var inspection = await InspectAsync(entry, staged, ct);
        if (!inspection.IsAccepted || inspection.Accepted.Type != entry.MediaType)
        {
            broken.Add(entry.Place.Fault("/mediaType", inspection.IsAccepted ? $"The file is {inspection.Accepted.Type}." : inspection.Detail));
        }
        if (broken.Count == 0 && entry.IsSound)
        {
            return new(RowOf(entry, staged, inspection), staged, entry);
        }
        faults.Refuse(entry.Names, broken);
        await staged.DisposeAsync();
        return null;
    }

    private static async Task<MediaInspection> InspectAsync(MediaEntry entry, StagedFile staged, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await using var content = staged.OpenRead();
        return MediaTypes.Inspect(content, entry.FileName, entry.MediaType);
    }

    private static AttachmentRow RowOf(MediaEntry entry, StagedFile staged, MediaInspection inspection) => new()
    {
        Id = entry.Id,
        Sha256 = staged.Sha256,
        MediaType = entry.MediaType,
        FileName = entry.FileName,
        Size = staged.Size,
        Width = inspection.Size?.Width,
        Height = inspection.Size?.Height,
        Alt = entry.Alt,
        Caption = entry.Caption,
        Credit = entry.Credit,
        Decorative = entry.Decorative,
        Revision = 1,
        CreatedAt = entry.CreatedAt,
        UpdatedAt = entry.CreatedAt,
    };
}
