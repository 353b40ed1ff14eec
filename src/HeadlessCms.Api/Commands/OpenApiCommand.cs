using System.CommandLine;
using HeadlessCms.Operations;

namespace HeadlessCms.Commands;

/// <summary>Writes the contract as the code has it: how <c>openapi.yaml</c> is made.</summary>
internal static class OpenApiCommand
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var output = new Option<FileInfo>("--output", "-o")
        {
            Description = "Where to; default: openapi.yaml beside HeadlessCms.sln above the working directory, or in the working directory.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine(RepositoryOf(new DirectoryInfo(".")).FullName, "openapi.yaml")),
        };
        var command = new Command("openapi", "Write the OpenAPI document of this program as YAML.") { output };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(output)!, ct));
        return command;
    }

    /// <summary>Writes it; a file that already says the same is not touched.</summary>
    public static async Task<int> RunAsync(FileInfo output, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddApi();
        await using var app = builder.Build();
        app.UseApi();
        // Never started, so no port is opened and no data touched; this alone hands the routes to the generator.
        app.UseEndpoints(_ => { });
        var yaml = await app.Services.GetRequiredService<ContractDocument>().YamlAsync();
        if (!output.Exists || !(await File.ReadAllBytesAsync(output.FullName, ct)).SequenceEqual(yaml))
        {
            await File.WriteAllBytesAsync(output.FullName, yaml, ct);
        }
        Console.WriteLine(output.FullName);
        return 0;
    }

    private static DirectoryInfo RepositoryOf(DirectoryInfo start)
    {
        for (var folder = start; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HeadlessCms.sln")))
            {
                return folder;
            }
        }
        return start;
    }
}
