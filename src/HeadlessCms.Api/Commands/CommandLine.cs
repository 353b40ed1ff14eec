using System.CommandLine;

namespace HeadlessCms.Commands;

/// <summary>The verbs of the executable; none is <c>serve</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb and gives the exit code: 0 when it did its work, 1 when not, with one line that says why.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("A headless CMS for news portals. Without a verb it serves; settings are --Cms:Name=value.")
        {
            // Settings on the command line are for the configuration, not for us.
            TreatUnmatchedTokensAsErrors = false,
        };
        root.SetAction((_, ct) => ServeCommand.RunAsync(args, ct));
        root.Subcommands.Add(ServeCommand.Create(args));
        root.Subcommands.Add(OpenApiCommand.Create());
        return root.Parse(args).InvokeAsync();
    }
}
