namespace HeadlessCms.Portability;

/// <summary>What is wrong with something that comes in.</summary>
/// <param name="File">Its file; null where there is only one.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Property">What of it is wrong; null when it is the whole.</param>
/// <param name="Detail">In words.</param>
internal sealed record ImportFault(string? File, int Line, string? Property, string Detail)
{
    /// <summary>As compilers say it: file, line, what.</summary>
    public override string ToString() =>
        $"{(File is null ? "line " : $"{File}:")}{Line}: {(Property is null ? "" : $"{Property}: ")}{Detail}";
}

/// <summary>Where something stands that comes in.</summary>
/// <param name="File">Its file; null where there is only one.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Lines">Where each of its keys stands.</param>
internal sealed record Place(string? File, int Line, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>A fault of the whole.</summary>
    public ImportFault Fault(string detail) => new(File, Line, null, detail);

    /// <summary>A fault of what the API calls so: <c>/categoryId</c> is <c>category</c> in a file.</summary>
    public ImportFault Fault(string? pointer, string detail)
    {
        if (pointer is null or "" or "/")
        {
            return Fault(detail);
        }
        var parts = pointer[1..].Split('/', 2);
        var key = Names(parts[0]).FirstOrDefault(Lines.ContainsKey) ?? parts[0];
        return new(File, Lines.GetValueOrDefault(key, Line), parts.Length == 1 ? key : $"{key}/{parts[1]}", detail);
    }

    private static string[] Names(string property) =>
    [
        property,
        .. property.EndsWith("Ids", StringComparison.Ordinal) ? [property[..^3]] : Array.Empty<string>(),
        .. property.EndsWith("Id", StringComparison.Ordinal) ? [property[..^2]] : Array.Empty<string>(),
    ];
}

/// <summary>
/// Collects what is wrong. What was refused is remembered, so that nothing is called wrong only because it names it.
/// </summary>
internal sealed class ImportFaults
{
    private const int MostKept = 10_000;

    private readonly List<ImportFault> _all = [];
    private readonly List<ImportFault> _notes = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>All so far, in the order of files and lines.</summary>
    public IReadOnlyList<ImportFault> All =>
        [.. _all.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)];

    /// <summary>What is not as it was elsewhere, and comes in all the same: in the order of its coming.</summary>
    public IReadOnlyList<ImportFault> Notes => [.. _notes.Distinct()];

    /// <summary>How often something was refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>Whether the end of it is missing.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Whether there are any.</summary>
    public bool Any => _all.Count > 0 || Refusals > 0;

    /// <summary>Adds what is wrong with nothing in particular.</summary>
    public void Add(params IEnumerable<ImportFault> faults) => _all.AddRange(faults.Take(MostKept - _all.Count));

    /// <summary>Says what is lost of something that comes in.</summary>
    public void Note(ImportFault note)
    {
        if (_notes.Count < MostKept)
        {
            _notes.Add(note);
        }
    }

    /// <summary>Refuses what has these names, for these faults.</summary>
    public void Refuse(IEnumerable<string?> names, IEnumerable<ImportFault> faults)
    {
        Add(faults);
        _refused.UnionWith(names.OfType<string>());
        Refusals++;
    }

    /// <summary>Refuses that it ends where it does.</summary>
    public void CutOff(ImportFault fault)
    {
        Refuse([], [fault]);
        IsCutOff = true;
    }

    /// <summary>Whether it was refused under one of its names.</summary>
    public bool HasRefused(params string?[] names) => names.Any(name => name is not null && _refused.Contains(name));

    /// <summary>Whether somebody is told that what was refused cannot be found.</summary>
    public bool IsOwnDoing(string detail) => _refused.Any(name => detail.Contains($"'{name}'", StringComparison.Ordinal));
}
