using System.Globalization;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Partners;

/// <summary>What of the change log is followed.</summary>
/// <param name="CategoryId">Only what concerns this category with all below it; null for everything.</param>
/// <param name="IsFull">Whether articles come whole, so that what shows differently counts as changed.</param>
internal sealed record ChangeScope(Guid? CategoryId, bool IsFull);

/// <summary>How far somebody is who follows the change log.</summary>
/// <param name="Part">Which part of the way.</param>
/// <param name="Seq">
/// In the snapshot: where the log stood when it began, from where the changes are read next. Among the changes: the last one.
/// In a branch: the change of the tree that it follows from.
/// </param>
/// <param name="Article">In the snapshot and in a branch: the last article, in the order of ids.</param>
internal sealed record ChangePlace(ChangePart Part, long Seq, Guid Article)
{
    /// <summary>After a change, before the next.</summary>
    public static ChangePlace After(long seq) => new(ChangePart.Changes, seq, Guid.Empty);
}

/// <summary>The parts of the way along the log.</summary>
internal enum ChangePart
{
    /// <summary>All that is public.</summary>
    Snapshot,

    /// <summary>The log.</summary>
    Changes,

    /// <summary>The articles that one change of the tree moved, or made to show something else.</summary>
    Branch,
}

/// <summary>Places as cursors: signed, and bound to the category that is followed.</summary>
internal static class ChangeCursor
{
    private const string Purpose = "changes";

    /// <summary>Writes a place down.</summary>
    public static string Write(Cursors cursors, ChangePlace place, Guid? category) => cursors.Write(
        new Position(string.Create(CultureInfo.InvariantCulture, $"{(int)place.Part} {place.Seq} {category:n}"), place.Article), Purpose);

    /// <summary>Reads one back with the category it was made for; null when it is not ours.</summary>
    public static (ChangePlace Place, Guid? Category)? Read(Cursors cursors, string cursor)
    {
        if (cursors.Read(cursor, Purpose) is not { } position)
        {
            return null;
        }
        var parts = position.Key.Split(' ');
        return (
            new ChangePlace((ChangePart)int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), position.Id),
            Guid.TryParseExact(parts[2], "N", out var category) ? category : null);
    }
}
