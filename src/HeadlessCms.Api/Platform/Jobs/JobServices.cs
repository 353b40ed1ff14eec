namespace HeadlessCms.Platform.Jobs;

/// <summary>Registers what works beside the requests.</summary>
internal static class JobServices
{
    /// <summary>Runs it from when the host serves; others can ask for it by its type, to wake it.</summary>
    public static IServiceCollection AddBackground<TService>(this IServiceCollection services) where TService : class, IHostedService => services
        .AddSingleton<TService>()
        .AddHostedService<WhenServing<TService>>();

    /// <summary>The same for a job, which is one of all the <see cref="PeriodicJob"/>s too.</summary>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services) where TJob : PeriodicJob => services
        .AddBackground<TJob>()
        .AddSingleton<PeriodicJob>(provider => provider.GetRequiredService<TJob>());
}
