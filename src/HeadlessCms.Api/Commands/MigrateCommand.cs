using System.CommandLine;

namespace HeadlessCms.Commands;

/// <summary>Brings the schema up to date without serving.</summary>
internal static class MigrateCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var command = new Command(
            "migrate",
            "Bring the database up to date with this program, as serve does at its start. Refused while a server runs on the data directory.");
        command.SetAction((_, ct) => CommandHost.RunAsync(settings, async host =>
        {
            var applied = await CommandHost.ClaimAsync(host.Services, ct);
            Console.WriteLine(applied == 0 ? "Nothing was missing." : $"Migrations applied: {applied}.");
            return 0;
        }));
        return command;
    }
}
