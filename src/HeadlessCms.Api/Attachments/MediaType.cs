using HeadlessCms.Attachments.Formats;

namespace HeadlessCms.Attachments;

/// <summary>One accepted type: how it is served, and what may be said of it on the way in.</summary>
internal sealed record MediaType(string Type, IReadOnlyList<string> Extensions, params FileKind[] Kinds)
{
    /// <summary>Shown in the browser rather than saved.</summary>
    public bool Inline { get; init; }

    /// <summary>What browsers and office programs also declare for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool IsDeclaredAs(string declared) => declared == Type || Aliases.Contains(declared);
}
