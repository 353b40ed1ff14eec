using HeadlessCms.Attachments;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Articles;

/// <summary>
/// What an article needs before the public sees it: a text or a link, words for every picture, for those who cannot see
/// it (WCAG 2.2, success criterion 1.1.1; GB/T 37668-2019), a date that has come and an embargo that is over by then.
/// </summary>
internal static class Readiness
{
    /// <summary>Everything that is missing for the moment it is to be public, each with its place.</summary>
    public static async Task<IReadOnlyList<Fault>> FaultsOfAsync(
        Session session, ArticleRow row, DateTimeOffset when, CancellationToken ct)
    {
        var draft = row.Draft;
        var faults = new List<Fault>();
        if (string.IsNullOrWhiteSpace(row.Body) && draft.LinkUrl is null)
        {
            faults.Add(Fault.At("/body", "required", "An article needs a body or a linkUrl."));
        }
        foreach (var image in BodyImages.In(row.Body!).Where(image => !image.Decorative && string.IsNullOrWhiteSpace(image.Alt)))
        {
            faults.Add(Fault.At("/body", "alt_missing",
                $"Image {image.Index + 1} ('{image.Src}') has no alt; data-decorative says that it needs none."));
        }
        if (draft.PublishedAt > when)
        {
            faults.Add(Fault.At("/publishedAt", "future", "It cannot bear a later date than the moment it becomes public: publish it with an `at` that is not earlier, or leave the date out."));
        }
        if (draft.Rights?.EmbargoUntil > when)
        {
            faults.Add(Fault.At("/rights/embargoUntil", "embargoed", "It may not be public before this moment: publish it with an `at` that is not earlier."));
        }
        faults.AddRange(await FileFaultsAsync(session, draft, ct));
        return faults;
    }

    private static async Task<IEnumerable<Fault>> FileFaultsAsync(Session session, ArticleDraft draft, CancellationToken ct)
    {
        var uses = draft.Attachments!.Select((use, index) => (Id: use.Id!.Value, Pointer: $"/attachments/{index}")).ToList();
        if (draft.CoverId is { } cover)
        {
            uses.Add((cover, "/coverId"));
        }
        if (uses.Count == 0)
        {
            return [];
        }
        var files = (await AttachmentStore.FindAsync(session, [.. uses.Select(use => use.Id).Distinct()], ct)).ToDictionary(file => file.Id);
        return uses
            .Where(use => files.GetValueOrDefault(use.Id) is { Decorative: false } file
                && file.MediaType.StartsWith("image/", StringComparison.Ordinal) && string.IsNullOrWhiteSpace(file.Alt))
            .Select(use => Fault.At(use.Pointer, "alt_missing", "The image has no alt; decorative: true says that it needs none."));
    }
}
