namespace HeadlessCms.Platform.Jobs;

/// <summary>Registers jobs.</summary>
internal static class JobServices
{
    /// <summary>Runs the job while the host serves; others can ask for it by its type, to wake it.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services) where TJob : PeriodicJob => services
        .AddSingleton<TJob>()
        .AddHostedService(provider => provider.GetRequiredService<TJob>());
}
