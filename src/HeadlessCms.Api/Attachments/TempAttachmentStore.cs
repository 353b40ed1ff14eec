using HeadlessCms.Platform.Storage;
namespace HeadlessCms.Attachments;

internal sealed class AttachmentStore
{
    public static Task<IReadOnlyList<AttachmentRow>> FindAsync(Session session, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        session.ListAsync<AttachmentRow>("SELECT a.*, b.size, b.width, b.height FROM attachments a JOIN blobs b ON b.sha256 = a.sha256 WHERE a.id IN @ids", new { ids = new InList<Guid>(ids) }, ct);
}
internal sealed record AttachmentRow
{
    public required Guid Id { get; init; }
    public required string Sha256 { get; init; }
    public required string MediaType { get; init; }
    public required string FileName { get; init; }
    public required long Size { get; init; }
    public required long? Width { get; init; }
    public required long? Height { get; init; }
    public required string? Alt { get; init; }
    public required string? Caption { get; init; }
    public required string? Credit { get; init; }
    public required bool Decorative { get; init; }
}
