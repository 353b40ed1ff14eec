using System.Text.Json;
using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Categories;

/// <summary>A category as it is stored: its path is not, since it follows from those above it.</summary>
internal sealed record CategoryRow
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string? Description { get; init; }

    /// <summary>A JSON array.</summary>
    public required string Keywords { get; init; }

    public required string? Type { get; init; }

    public required Guid? ParentId { get; init; }

    public required int Position { get; init; }

    /// <summary>Counts the changes of the category itself; that its siblings made room is none.</summary>
    public required long Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What <c>If-Match</c> of a write is compared with: the first part of the category's tag.</summary>
    public string OwnTag() => EntityTags.Of("category", Id.ToString(), Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The keywords as JSON, as the column has them.</summary>
    public static string Write(IReadOnlyList<string>? keywords) => JsonSerializer.Serialize(keywords ?? []);

    /// <summary>What its editors decided: what a patch is laid over. No position: it stays unless a patch names one.</summary>
    public CategoryDraft ToDraft() => new()
    {
        Slug = Slug,
        Name = Name,
        Description = Description,
        Keywords = ReadKeywords(),
        Type = Type,
        ParentId = ParentId?.ToString(),
    };

    /// <summary>What the audit trail keeps of it.</summary>
    public JsonObject Trail() => AuditValues.ToObject(new
    {
        Slug,
        Name,
        Description,
        Keywords = ReadKeywords(),
        Type,
        ParentId,
        Position,
    });

    /// <summary>The category as clients see it.</summary>
    public Category ToCategory(string path) => new()
    {
        Id = Id,
        Slug = Slug,
        Name = Name,
        Description = Description,
        Keywords = ReadKeywords(),
        Type = Type,
        ParentId = ParentId,
        Position = Position,
        Path = path,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };

    private string[] ReadKeywords() => JsonSerializer.Deserialize<string[]>(Keywords) ?? [];
}
