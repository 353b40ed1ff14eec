using System.CommandLine;
using System.CommandLine.Parsing;

namespace HeadlessCms.Commands;

/// <summary>The verbs of the executable; none is <c>serve</c>.</summary>
internal static class CommandLine
{
    /// <summary>What it ends with when nobody can tell what was meant: nothing was begun.</summary>
    public const int NotUnderstood = 2;

    /// <summary>
    /// Runs the verb and gives the exit code: 0 when it did its work, 1 when not, 2 when the command line is wrong; then one
    /// line says why.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var given = Settings.From(args);
        var root = new RootCommand("A headless CMS for news portals. Without a verb it serves; settings are --Cms:Name=value, and README.md lists them.");
        root.SetAction((_, ct) => ServeCommand.RunAsync(given.Values, ct));
        root.Subcommands.Add(ServeCommand.Create(given.Values));
        root.Subcommands.Add(SandboxCommand.Create(given.Values));
        root.Subcommands.Add(ImportCommand.Create(given.Values));
        root.Subcommands.Add(ExportCommand.Create(given.Values));
        root.Subcommands.Add(KeysCommand.Create(given.Values));
        root.Subcommands.Add(BackupCommand.Create(given.Values));
        root.Subcommands.Add(RestoreCommand.Create(given.Values));
        root.Subcommands.Add(CheckCommand.Create(given.Values));
        root.Subcommands.Add(MigrateCommand.Create(given.Values));
        root.Subcommands.Add(OpenApiCommand.Create());
        var parsed = root.Parse(given.Words);
        return await (FaultOf(root, given, parsed) is { } fault ? RefuseAsync(fault) : InvokeAsync(parsed));
    }

    // In this order, as a misspelt verb is more than an argument too many.
    private static string? FaultOf(RootCommand root, Settings given, ParseResult parsed) =>
        UnknownVerb(root, given.Words) is { } verb ? $"There is no command '{verb}'; --help lists them."
        : parsed.Tokens.FirstOrDefault(IsMisspeltOption) is { } option ? $"There is no option '{option.Value}' here. {Help(parsed)} explains."
        : parsed.Errors.Count > 0 ? $"{string.Join(' ', parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ")))} {Help(parsed)} explains."
        : given.Fault;

    // A misspelt verb must not start a server.
    private static string? UnknownVerb(RootCommand root, string[] words) =>
        words is [var first, ..] && !first.StartsWith('-') && root.Subcommands.All(verb => verb.Name != first) ? first : null;

    // The parser would take it for a folder's name.
    private static bool IsMisspeltOption(Token token) =>
        token is { Type: TokenType.Argument, Value: ['-', not (>= '0' and <= '9'), ..] };

    private static string Help(ParseResult parsed)
    {
        var names = new List<string> { "--help" };
        for (var result = parsed.CommandResult; result?.Command is not (null or RootCommand); result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }
        return string.Join(' ', names);
    }

    private static async Task<int> RefuseAsync(string fault)
    {
        await Console.Error.WriteLineAsync(fault);
        return NotUnderstood;
    }

    private static Task<int> InvokeAsync(ParseResult parsed) => parsed.InvokeAsync(new InvocationConfiguration
    {
        // Serving has its own way to end: the host lets running requests finish, and takes longer than the two seconds here.
        ProcessTerminationTimeout = parsed.CommandResult.Command is RootCommand or { Name: ServeCommand.Name } ? null : TimeSpan.FromSeconds(10),
    });
}
