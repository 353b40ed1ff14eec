using FluentValidation;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Portability;

/// <summary>A file that has arrived: it is kept only when all else has been found right.</summary>
internal sealed record IncomingFile(AttachmentRow Row, StagedFile Staged) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Staged.DisposeAsync();
}

/// <summary>Takes files in, and looks at them as at any upload.</summary>
internal sealed class MediaIntake(FileStore files, IValidator<AttachmentDraft> rules)
{
    /// <summary>The file, or null with what is wrong with it.</summary>
    public async Task<IncomingFile?> TakeInAsync(MediaEntry entry, Stream source, ImportFaults faults, CancellationToken ct)
    {
        var staged = (await files.StageAsync(source, long.MaxValue, ct))!; // no file is larger than that
        await using var content = staged.OpenRead();
        if (await LookAsync(entry, content, staged.Sha256, faults, ct) is { } row)
        {
            return new(row, staged);
        }
        await staged.DisposeAsync();
        return null;
    }

    /// <summary>The row of a file whose bytes are here, or null with what is wrong with it.</summary>
    public async Task<AttachmentRow?> LookAsync(MediaEntry entry, Stream content, string sha256, ImportFaults faults, CancellationToken ct)
    {
        var draft = new AttachmentDraft { FileName = entry.FileName, Alt = entry.Alt, Caption = entry.Caption, Credit = entry.Credit };
        var broken = (await rules.ValidateAsync(draft, ct)).Errors
            .Select(fault => entry.Place.Fault(Pointers.FromProperty(fault.PropertyName), fault.ErrorMessage)).ToList();
        var size = content.Length;
        var inspection = MediaTypes.Inspect(content, entry.FileName, entry.MediaType);
        if (!inspection.IsAccepted || inspection.Accepted.Type != entry.MediaType)
        {
            broken.Add(entry.Place.Fault("/mediaType", inspection.IsAccepted ? $"The file is {inspection.Accepted.Type}." : inspection.Detail));
        }
        if (broken.Count == 0 && entry.IsSound)
        {
            return RowOf(entry, sha256, size, inspection);
        }
        faults.Refuse(entry.Names, broken);
        return null;
    }

    private static AttachmentRow RowOf(MediaEntry entry, string sha256, long size, MediaInspection inspection) => new()
    {
        Id = entry.Id,
        Sha256 = sha256,
        MediaType = entry.MediaType,
        FileName = entry.FileName,
        Size = size,
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
