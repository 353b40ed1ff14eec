using System.CommandLine;
using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Commands;

/// <summary>Serves the API: the default verb.</summary>
internal static partial class ServeCommand
{
    /// <summary>The verb by its name.</summary>
    public static Command Create(string[] args)
    {
        var command = new Command("serve", "Serve the API (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((_, ct) => RunAsync([.. args.SkipWhile(argument => argument == "serve")], ct));
        return command;
    }

    /// <summary>Starts, serves until told to stop, and says in one line why it cannot.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                // Settings lie beside the program, wherever it is called from; the data directory is the caller's.
                ContentRootPath = AppContext.BaseDirectory,
            });
            builder.AddApi();
            var app = builder.Build();
            app.UseApi();
            await PrepareAsync(app, ct);
            await app.RunAsync(ct);
            return 0;
        }
        catch (Exception fault) when (fault is OptionsValidationException or SchemaException or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } or IOException)
        {
            await Console.Error.WriteLineAsync(fault.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        var services = app.Services;
        var options = services.GetRequiredService<IOptions<CmsOptions>>().Value;
        Directory.CreateDirectory(options.DataDirectory);
        await Migrator.RunAsync(services.GetRequiredService<Database>(), services.GetRequiredService<TimeProvider>(), ct);
        var site = await services.GetRequiredService<SiteStore>().GetAsync(ct);
        services.GetRequiredService<SiteZone>().Zone = TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone);
        if (app.Environment.IsDevelopment() && options.AdminKey is null
            && await services.GetRequiredService<KeyStore>().MakeFirstAsync(ct) is { } key)
        {
            // To the console and not to a log: it is shown this once, and no log may hold it.
            Console.WriteLine($"Admin key, shown once: {key}");
        }
    }
}
