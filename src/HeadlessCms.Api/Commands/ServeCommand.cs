using System.CommandLine;
using HeadlessCms.Keys;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>Serves the API: the default verb.</summary>
internal static class ServeCommand
{
    /// <summary>The verb's word.</summary>
    public const string Name = "serve";

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] args)
    {
        var command = new Command(Name, "Serve the API (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, ct) => RunAsync([.. args.SkipWhile(argument => argument == Name)], ct));
        return command;
    }

    /// <summary>Starts, serves until told to stop, and says in one line why it cannot.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken ct) => Refusals.ReportAsync(async () =>
    {
        var builder = CommandHost.Builder(args);
        var prepared = false;
        // A start that fails is told in our one line; afterwards the host's errors are for the log again.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", _ => prepared);
        builder.AddApi();
        await using var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => prepared = true);
        app.UseApi();
        await PrepareAsync(app, ct);
        await app.RunAsync(ct);
        return 0;
    });

    private static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        var services = app.Services;
        var options = services.GetRequiredService<IOptions<CmsOptions>>().Value;
        await CommandHost.ClaimAsync(services, ct);
        if ((options.SampleContent ?? app.Environment.IsDevelopment())
            && await PortabilityServices.FillWithSampleAsync(services, ct) is { Faults: [var fault, ..] })
        {
            throw new RefusedException($"The sample portal cannot be loaded: {fault}");
        }
        await CommandHost.FollowSiteZoneAsync(services, ct);
        var keys = services.GetRequiredService<KeyWriter>();
        if (app.Environment.IsDevelopment() && options.AdminKey is null
            && await services.GetRequiredService<Database>().WriteAsync(session => keys.AddFirstAsync(session, ct), ct) is { Text: { } text })
        {
            // To the console and not to a log: it is shown this once, and no log may hold it.
            Console.WriteLine($"Admin key, shown once: {text}");
        }
    }
}
