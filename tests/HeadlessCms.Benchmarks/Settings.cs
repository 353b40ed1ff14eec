using System.Globalization;

namespace HeadlessCms.Benchmarks;

/// <summary>How large, how often, how long, where.</summary>
internal sealed class Settings(string[] args)
{
    /// <summary>Articles of the large portal.</summary>
    public int Articles => Number("--articles", 100_000);

    /// <summary>Articles of the portal that the large one is compared with.</summary>
    public int Few => Math.Min(10_000, Math.Max(1, Articles / 10));

    /// <summary>Alternating rounds; each row is the median of their ratios.</summary>
    public int Rounds => Number("--rounds", 5);

    /// <summary>Of each measurement.</summary>
    public int Seconds => Number("--seconds", 3);

    /// <summary>Only rows whose name has this in it.</summary>
    public string Only => Value("--only") ?? "";

    /// <summary>Where portals are made, and found again by the next run.</summary>
    public string Scratch => Value("--scratch") ?? Path.Combine(Path.GetTempPath(), "HeadlessCms.Benchmarks");

    private int Number(string name, int standard) => Value(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

    private string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
