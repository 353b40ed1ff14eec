using HeadlessCms.Platform.Jobs;

namespace HeadlessCms.Changes;

/// <summary>What the change log needs to run: the pulse that wakes its followers, and the pruning.</summary>
internal static class ChangeServices
{
    public static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddBackground<ChangePulse>()
        .AddSingleton<ChangeReader>()
        .AddJob<ChangePruner>();
}
