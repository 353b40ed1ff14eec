namespace HeadlessCms.Commands;

/// <summary>What a command line says, taken apart.</summary>
/// <param name="Words">The verb and what is its own.</param>
/// <param name="Values">The settings, such as <c>--Cms:DataDirectory=./data</c>, for the configuration.</param>
/// <param name="Fault">The first thing that cannot be meant, or null.</param>
internal sealed record Settings(string[] Words, string[] Values, string? Fault)
{
    // Where anything can be set; whether there is such a setting is told when it is read.
    private static readonly string[] Sections = ["Cms", "ConnectionStrings", "Logging", "Kestrel", "HostBuilder"];

    // What the host reads at its start.
    private static readonly string[] OfHost = ["urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "AllowedHosts"];

    private static readonly string[] OfServing = ["urls", "http_ports", "https_ports"];

    /// <summary>Tells settings from words.</summary>
    public static Settings From(IReadOnlyList<string> args)
    {
        var (words, values, faults) = (new List<string>(), new List<string>(), new List<string>());
        for (var index = 0; index < args.Count; index++)
        {
            if (NameOf(args[index]) is not { } name)
            {
                words.Add(args[index]);
                continue;
            }
            if (!IsKnown(name))
            {
                faults.Add($"There is no setting '{name}'; README.md lists them.");
            }
            values.Add(args[index]);
            if (args[index].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }
            if (index + 1 == args.Count)
            {
                faults.Add($"The setting '{name}' has no value.");
                continue;
            }
            values.Add(args[++index]); // "--Cms:DataDirectory ./data"
        }
        if (words is [not ServeCommand.Name, ..] && values.Select(NameOf).FirstOrDefault(name => OfServing.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } misplaced)
        {
            faults.Add($"There is no option '--{misplaced}' here: it is for serving.");
        }
        return new([.. words], [.. values], faults.FirstOrDefault());
    }

    /// <summary>The name of the setting; null for what is a word.</summary>
    private static string? NameOf(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }
        var name = argument[2..].Split('=')[0];
        // A whole section as one setting says nothing and harms nobody; hosts in tests hand it over.
        return name.Contains(':', StringComparison.Ordinal) || OfHost.Concat(Sections).Contains(name, StringComparer.OrdinalIgnoreCase) ? name : null;
    }

    private static bool IsKnown(string name) =>
        !name.Contains(':', StringComparison.Ordinal)
        || Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);
}
