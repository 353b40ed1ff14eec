using System.Text.Json;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Portability;

/// <summary>What the lines of a portal say: read as bodies of the API are, so that every fault of a line is named at once.</summary>
internal sealed class TransferEntries(JsonSerializerOptions json, PortalCheck check, TimeProvider clock)
{
    private static readonly string[] Kinds = ["site", "category", "bytes", "attachment", "article", "end"];
    private static readonly Dictionary<string, int> NoKeys = [];

    /// <summary>The line, or null with what is wrong with it.</summary>
    public TransferLine? Read(StreamLine line, ImportFaults faults)
    {
        var place = PlaceOf(line.Number);
        if (line.Text is not { } text)
        {
            faults.Refuse([], [place.Fault($"A line may have {TransferLines.LongestLine / 1024 / 1024} MiB.")]);
            return null;
        }
        if (JsonBodies.Parse(text.ToArray(), out var root) is { Count: > 0 } found)
        {
            faults.Refuse([], found.Select(fault => place.Fault(fault.Pointer, fault.Detail)));
            return null;
        }
        var part = SoundPart.Of(root, json.GetTypeInfo(typeof(TransferLine)));
        if (part.Faults.Count >= InvalidProblem.MostFaults) // what comes after so many was not looked at
        {
            faults.Refuse([], part.Faults.Select(fault => place.Fault(fault.Pointer, fault.Detail)));
            return null;
        }
        var read = part.Json.Deserialize<TransferLine>(json)!; // an object of the right shape
        if (part.Faults.Count > 0)
        {
            faults.Refuse([], part.Faults.Select(fault => place.Fault(fault.Pointer, fault.Detail)).Concat(OfTheRest(read, part, place)));
            return null;
        }
        if (Missing(read) is not { } missing)
        {
            return read;
        }
        faults.Refuse([], [place.Fault($"/{missing.Name}", missing.Words)]);
        return null;
    }

    /// <summary>Where the line of this number is.</summary>
    public static Place PlaceOf(int number) => new(null, number, NoKeys);

    /// <summary>A category.</summary>
    public CategoryEntry Category(TransferLine line, Place place) => new()
    {
        Id = line.Id ?? NewId(),
        Draft = line.Category!,
        FormerSlugs = line.FormerSlugs ?? [],
        CreatedAt = line.CreatedAt ?? clock.GetUtcNow(),
        Place = place,
    };

    /// <summary>A file.</summary>
    public MediaEntry Media(TransferLine line, Place place) => new()
    {
        Id = line.Id!.Value,
        File = line.Sha256!,
        FileName = line.Attachment!.FileName ?? "",
        MediaType = line.MediaType!,
        Alt = line.Attachment.Alt,
        Caption = line.Attachment.Caption,
        Credit = line.Attachment.Credit,
        Decorative = line.Attachment.Decorative ?? false,
        CreatedAt = line.CreatedAt ?? clock.GetUtcNow(),
        Place = place,
    };

    /// <summary>An article.</summary>
    public ArticleEntry Article(TransferLine line, Place place)
    {
        var createdAt = line.CreatedAt ?? clock.GetUtcNow();
        return new ArticleEntry
        {
            Id = line.Id ?? NewId(),
            Version = line.Version ?? 1,
            State = line.State ?? "published",
            WithdrawnAt = line.State == "withdrawn" ? line.WithdrawnAt ?? clock.GetUtcNow() : null,
            Reason = line.State == "withdrawn" ? line.Reason : null,
            Corrections = [.. (line.Corrections ?? []).Select(one => new Correction { At = one.At!.Value, Text = one.Text! })],
            Schedule = ScheduleOf(line),
            TranslationOf = null, // by its id, in the draft
            Draft = line.Article!,
            FormerSlugs = line.FormerSlugs ?? [],
            CreatedAt = createdAt,
            UpdatedAt = line.UpdatedAt ?? createdAt,
            Views = line.Views ?? 0,
            Place = place,
        };
    }

    // What else is wrong with a line of which a part is left out, as far as that part cannot be why.
    private IEnumerable<ImportFault> OfTheRest(TransferLine line, SoundPart part, Place place) =>
        BrokenRules(line, place).Where(fault => !part.IsLeftOut($"/{line.Kind}/{fault.Property}"));

    private IEnumerable<ImportFault> BrokenRules(TransferLine line, Place place) => line switch
    {
        { Kind: "site", Site: { } site } => check.FaultsOf(new SiteEntry { Draft = site, TagDomain = line.TagDomain, Place = place }),
        { Kind: "category", Category: not null } => check.FaultsOf(Category(line, place)),
        { Kind: "article", Article: { } article } => check.FaultsOf(article, place),
        _ => [],
    };

    // What is public already has but an end.
    private static Publication? ScheduleOf(TransferLine line) => line.Schedule switch
    {
        null => null,
        { } plan when line.State is null or "published" => new() { PublicUntil = plan.Until },
        { } plan => new() { At = plan.At, Until = plan.Until, Correction = plan.Correction, ChangeNote = plan.ChangeNote },
    };

    // Without a slug nobody could tell at a second import that it is there already.
    private static (string Name, string Words)? Missing(TransferLine line) => line switch
    {
        { Kind: null } => ("kind", $"It must be one of {string.Join(", ", Kinds)}."),
        { Kind: "site", Site: null } => ("site", "It is missing: a line of this kind says it."),
        { Kind: "category", Category: null } => ("category", "It is missing: a line of this kind says it."),
        { Kind: "category", Category.Slug: null } => ("category/slug", "It is required here."),
        { Kind: "bytes", Sha256: null } or { Kind: "attachment", Sha256: null } => ("sha256", "It is missing: it says which bytes."),
        { Kind: "bytes", Data: null } => ("data", "It is missing: a line of this kind says it."),
        { Kind: "attachment", Attachment: null } => ("attachment", "It is missing: a line of this kind says it."),
        { Kind: "attachment", Id: null } => ("id", "It is required here: articles name it by its id."),
        { Kind: "attachment", MediaType: null } => ("mediaType", "It is required here."),
        { Kind: "article", Article: null } => ("article", "It is missing: a line of this kind says it."),
        { Kind: "article", Article.Slug: null } => ("article/slug", "It is required here."),
        { Corrections: { } corrections } when corrections.Any(one => one is not { At: not null, Text: not null }) => ("corrections", "Each needs `at` and `text`."),
        { Schedule.At: null, Schedule.Until: null } => ("schedule", "It needs `at` or `until`."),
        { Schedule.At: null, State: "draft" or "withdrawn" } => ("schedule/at", "It is required here: the article is not public."),
        { Views: < 0 } => ("views", "It must be 0 or more."),
        _ when !Kinds.Contains(line.Kind) => ("kind", $"It must be one of {string.Join(", ", Kinds)}."),
        _ => null,
    };

    private Guid NewId() => clock.NewId(clock.GetUtcNow());
}
