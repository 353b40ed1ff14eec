namespace HeadlessCms.Platform.Jobs;

/// <summary>
/// Begins a service's work when the first request can be answered, as that is what a start is for: measured, a fifth of a
/// start's processor time was work that nobody waited for. If it fails, the host stops.
/// </summary>
internal sealed class WhenServing<TService>(IServiceProvider services, IHostApplicationLifetime host) : BackgroundService where TService : class, IHostedService
{
    private TService? _service;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken); // first: whether the service has begun is known when this is over
        await (_service?.StopAsync(cancellationToken) ?? Task.CompletedTask);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = host.ApplicationStarted.Register(serving.SetResult);
        await serving.Task.WaitAsync(stoppingToken);

        stoppingToken.ThrowIfCancellationRequested();
        _service = services.GetRequiredService<TService>();
        await _service.StartAsync(stoppingToken);
        await ((_service as BackgroundService)?.ExecuteTask ?? Task.CompletedTask);
    }
}
