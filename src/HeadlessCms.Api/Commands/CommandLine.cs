using System.CommandLine;

namespace HeadlessCms.Commands;

/// <summary>The verbs of the executable; none is <c>serve</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs the verb and gives the exit code: 0 when it did its work, 1 when not, with one line that says why.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, words) = Settings.Split(args);
        var root = new RootCommand("A headless CMS for news portals. Without a verb it serves; settings are --Cms:Name=value.")
        {
            // What serve is given, such as --urls, is for the configuration and not for us; for other verbs it is a mistake.
            TreatUnmatchedTokensAsErrors = words is [not ServeCommand.Name, ..] && !words[0].StartsWith('-'),
        };
        root.SetAction((_, ct) => ServeCommand.RunAsync(args, ct));
        root.Subcommands.Add(ServeCommand.Create(args));
        root.Subcommands.Add(SandboxCommand.Create(settings));
        root.Subcommands.Add(ImportCommand.Create(settings));
        root.Subcommands.Add(ExportCommand.Create(settings));
        root.Subcommands.Add(KeysCommand.Create(settings));
        root.Subcommands.Add(BackupCommand.Create(settings));
        root.Subcommands.Add(RestoreCommand.Create(settings));
        root.Subcommands.Add(CheckCommand.Create(settings));
        root.Subcommands.Add(MigrateCommand.Create(settings));
        root.Subcommands.Add(OpenApiCommand.Create());
        return await (UnknownVerb(root, words) is { } unknown ? RefuseAsync(unknown) : InvokeAsync(root.Parse(words)));
    }

    // A misspelt verb must not start a server.
    private static string? UnknownVerb(RootCommand root, string[] words) =>
        words is [var first, ..] && !first.StartsWith('-') && root.Subcommands.All(verb => verb.Name != first) ? first : null;

    private static async Task<int> RefuseAsync(string verb)
    {
        await Console.Error.WriteLineAsync($"There is no command '{verb}'; --help lists them.");
        return 1;
    }

    private static Task<int> InvokeAsync(ParseResult parsed) => parsed.InvokeAsync(new InvocationConfiguration
    {
        // Serving has its own way to end: the host lets running requests finish, and takes longer than the two seconds here.
        ProcessTerminationTimeout = parsed.CommandResult.Command is RootCommand or { Name: ServeCommand.Name } ? null : TimeSpan.FromSeconds(10),
    });
}
