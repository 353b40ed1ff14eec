namespace HeadlessCms.Tests.Contract.Kept;

/// <summary>A break with the last release that is meant.</summary>
/// <param name="Change">As the failing test names it.</param>
/// <param name="Reason">Why clients are broken, and what they do instead.</param>
internal sealed record DeclaredBreak(string Change, string Reason)
{
    /// <summary>All since the last release; a release empties it.</summary>
    public static IReadOnlyList<DeclaredBreak> All { get; } = [];
}
