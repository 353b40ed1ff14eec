using FluentValidation;
using HeadlessCms.Keys;
using HeadlessCms.Operations;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.OpenApi;
using HeadlessCms.Platform.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Sandbox;

/// <summary>What only a sandbox has: <c>/sandbox/reset</c>, <c>/sandbox/clock</c>, <c>/sandbox/faults</c>.</summary>
internal static class SandboxEndpoints
{
    private const string DocumentName = "sandbox";

    public static IServiceCollection AddSandbox(this IServiceCollection services) => services
        .AddSingleton<SandboxFaults>()
        .AddSingleton<IStartupFilter, SandboxDate>()
        .AddSingleton<IValidator<SandboxTime>, SandboxTimeRules>()
        .AddSingleton<IValidator<SandboxFaultList>, SandboxFaultListRules>()
        .AddContract(DocumentName, options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "The sandbox's own operations", Version = "1", Description = "Only a sandbox has them." };
            return Task.CompletedTask;
        }));

    /// <summary>Whether it is one.</summary>
    public static bool IsSandbox(this WebApplication app) => app.Services.GetService<SandboxFaults>() is not null;

    /// <summary>Lets calls go wrong that are to; does nothing outside a sandbox.</summary>
    public static void UseSandboxFaults(this WebApplication app)
    {
        if (app.Services.GetService<SandboxFaults>() is { } faults)
        {
            app.Use(next => context => faults.HandleAsync(context, next));
        }
    }

    /// <summary>Maps its operations; none outside a sandbox.</summary>
    public static void MapSandbox(this WebApplication app)
    {
        if (!app.IsSandbox())
        {
            return;
        }
        var sandbox = app.MapGroup("/sandbox").WithGroupName(DocumentName).WithTags("Sandbox").WithOperationNames().WithHead().WithValidation();

        sandbox.MapPost("/reset", ResetSandbox);
        sandbox.MapGet("/clock", GetSandboxClock);
        sandbox.MapPut("/clock", SetSandboxClock);
        sandbox.MapGet("/faults", GetSandboxFaults);
        sandbox.MapPut("/faults", SetSandboxFaults);
        sandbox.MapGet("/openapi.yaml", GetSandboxContract).ExcludeFromDescription();
    }

    /// <summary>Bring everything back to the start</summary>
    /// <remarks>Content, files, keys, clock, faults, and the numbers that ids are made of. Requests under way are answered from what was.</remarks>
    internal static async Task<NoContent> ResetSandbox(ISandboxReset sandbox, CancellationToken ct)
    {
        await sandbox.ResetAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>Get the time</summary>
    internal static Ok<SandboxTime> GetSandboxClock(SandboxClock clock) => TypedResults.Ok(new SandboxTime { Now = clock.Now });

    /// <summary>Set the clock</summary>
    /// <remarks>It stands still otherwise. Whatever is due by then, such as scheduled publishes, is done before this is answered, each thing at its own time.</remarks>
    internal static async Task<Ok<SandboxTime>> SetSandboxClock(
        Body<SandboxTime> body, SandboxClock clock, IEnumerable<PeriodicJob> jobs, KeyUseRecorder uses, CancellationToken ct)
    {
        var now = body.Value.Now!.Value; // the rules ask for it
        PeriodicJob[] all = [.. jobs];
        await RunAsync(all, ct); // a job knows what is due next when it has taken a turn
        // It stops at each time that was set: what was to be public for a while in between was so, and ended when it was to.
        while (all.Min(job => job.NextDue) is { } due && due <= now)
        {
            clock.Now = due;
            await RunAsync([.. all.Where(job => job.NextDue == due)], ct);
        }
        clock.Now = now;
        await uses.RunOnceAsync(ct);
        await RunAsync(all, ct);
        return GetSandboxClock(clock);
    }

    private static async Task RunAsync(IEnumerable<PeriodicJob> jobs, CancellationToken ct)
    {
        foreach (var job in jobs)
        {
            await job.RunOnceAsync(ct);
        }
    }

    /// <summary>Get what is to go wrong still</summary>
    internal static Ok<SandboxFaultList> GetSandboxFaults(SandboxFaults faults) =>
        TypedResults.Ok(new SandboxFaultList { Items = faults.Left });

    /// <summary>Make the next calls of operations go wrong</summary>
    /// <remarks>In the place of all that was set before. Calls that are refused before they reach the operation's way count too.</remarks>
    internal static Ok<SandboxFaultList> SetSandboxFaults(Body<SandboxFaultList> body, SandboxFaults faults)
    {
        faults.Set(body.Value.Items!); // the rules ask for it
        return GetSandboxFaults(faults);
    }

    internal static async Task<FileContentHttpResult> GetSandboxContract(
        [FromKeyedServices(DocumentName)] IOpenApiDocumentProvider provider) =>
        TypedResults.Bytes((await ContractDocument.WriteAsync(provider)).Yaml, "application/yaml");
}
