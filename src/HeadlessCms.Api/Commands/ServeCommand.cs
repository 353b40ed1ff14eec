using System.CommandLine;
using HeadlessCms.Keys;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Portability;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>Serves the API: the default verb.</summary>
internal static partial class ServeCommand
{
    /// <summary>The verb's word.</summary>
    public const string Name = "serve";

    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] settings)
    {
        var command = new Command(Name, "Serve the API (the default). --urls says where, such as --urls http://127.0.0.1:5080; settings are --Cms:Name=value.");
        command.SetAction((_, ct) => RunAsync(settings, ct));
        return command;
    }

    /// <summary>Starts, serves until told to stop, and says in one line why it cannot.</summary>
    public static Task<int> RunAsync(string[] settings, CancellationToken ct) => Refusals.ReportAsync(async () =>
    {
        var builder = CommandHost.Builder(settings);
        var prepared = false;
        // A start that fails is told in our one line; afterwards the host's errors are for the log again.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => prepared && level >= LogLevel.Information);
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
        var givesAccess = options.AdminKey is not null || options.Oidc.Authority is not null
            || await services.GetRequiredService<Database>().ReadAsync(session => IssuedKeyStore.CountAsync(session, ct), ct) > 0;
        if (!givesAccess)
        {
            NobodyMayWrite(app.Logger);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "There is no key yet, so nobody can write or read drafts. Make one beside this server, with the same settings: HeadlessCms.Api keys create admin --scope all")]
    private static partial void NobodyMayWrite(ILogger logger);
}
