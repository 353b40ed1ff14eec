using System.Data.Common;
using System.Text.RegularExpressions;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>Says in one line what the operator can mend. Every other fault is ours, and keeps its stack trace.</summary>
internal static partial class Refusals
{
    /// <summary>Does the work and gives its exit code, or 1 with the line.</summary>
    public static async Task<int> ReportAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (Explain(fault) is { } line)
        {
            await Console.Error.WriteLineAsync(line.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static string? Explain(Exception fault) => fault switch
    {
        OptionsValidationException options => string.Join(" ", options.Failures),
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => Unbound(fault.Message),
        InvalidDataException or FormatException => $"{fault.Message} {fault.InnerException?.Message}".TrimEnd(),
        RefusedException or SchemaException or IOException or UnauthorizedAccessException => fault.Message,
        DbException => $"The database refused: {fault.Message}",
        _ => null,
    };

    // The binder says only: "…the following properties were not found on the instance of HeadlessCms.Platform.CmsOptions: 'Datadir', 'X'".
    private static string Unbound(string message) => Unknown().Match(message) is { Success: true } unknown
        ? $"Settings that do not exist, in section {CmsOptions.Section}: {unknown.Groups["names"].Value}."
        : message;

    [GeneratedRegex(@"'ErrorOnUnknownConfiguration'.* on the instance of [\w.]+: (?<names>'.*')")]
    private static partial Regex Unknown();
}
