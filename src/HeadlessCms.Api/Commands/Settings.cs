namespace HeadlessCms.Commands;

/// <summary>Tells what is a setting on a command line, such as <c>--Cms:DataDirectory=./data</c>, from what is a verb's own.</summary>
internal static class Settings
{
    /// <summary>The settings, which go to the configuration, and the words, which is parsed.</summary>
    public static (string[] Settings, string[] Words) Split(IReadOnlyList<string> args)
    {
        var (settings, words) = (new List<string>(), new List<string>());
        for (var index = 0; index < args.Count; index++)
        {
            if (!IsSetting(args[index]))
            {
                words.Add(args[index]);
                continue;
            }
            settings.Add(args[index]);
            if (!args[index].Contains('=', StringComparison.Ordinal) && index + 1 < args.Count)
            {
                settings.Add(args[++index]); // "--Cms:DataDirectory ./data"
            }
        }
        return ([.. settings], [.. words]);
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Split('=')[0].Contains(':', StringComparison.Ordinal);
}
