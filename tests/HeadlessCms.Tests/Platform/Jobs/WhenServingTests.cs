using HeadlessCms.Platform.Jobs;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace HeadlessCms.Tests.Platform.Jobs;

/// <summary>When work beside the requests begins and ends, and that nobody is left without it unawares.</summary>
public sealed class WhenServingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Host _host = new();
    private readonly Work _work;

    public WhenServingTests() => _work = new Work(_host);

    public void Dispose()
    {
        _work.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task It_begins_when_the_host_serves_and_ends_with_it()
    {
        using var service = Service();

        await service.StartAsync(CancellationToken.None);
        await _host.Awaited.WaitAsync(Patience);
        await _host.ServeAsync();
        Assert.True(await _work.Begun.Task.WaitAsync(Patience), "It began before.");
        Assert.False(_work.Ended.Task.IsCompleted);
        await service.StopAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.True(_work.Ended.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_stopped_before_it_serves_never_begins()
    {
        using var service = Service();

        await service.StartAsync(CancellationToken.None);
        await _host.Awaited.WaitAsync(Patience);
        await service.StopAsync(CancellationToken.None).WaitAsync(Patience);
        await _host.ServeAsync();

        Assert.False(_work.Begun.Task.IsCompleted);
    }

    [Fact]
    public async Task Its_failure_is_the_services_so_that_the_host_sees_it()
    {
        using var service = Service();

        await service.StartAsync(CancellationToken.None);
        await _host.ServeAsync();
        _work.Fault.SetException(new InvalidOperationException("broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => service.ExecuteTask!.WaitAsync(Patience))).Message);
    }

    [Fact]
    public async Task Every_job_there_is_is_one_of_the_jobs()
    {
        await using var portal = new Portal(Engine.Sqlite); // On one engine: what is registered is the same on both

        var known = portal.Services.GetServices<PeriodicJob>().Select(job => job.GetType().Name).Order(StringComparer.Ordinal);

        Assert.Equal(
            typeof(PeriodicJob).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PeriodicJob)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
            known);
    }

    private WhenServing<Work> Service() => new(new ServiceCollection().AddSingleton(_work).BuildServiceProvider(), _host);

    private sealed class Work(Host host) : BackgroundService
    {
        /// <summary>Whether the host served by then.</summary>
        public TaskCompletionSource<bool> Begun { get; } = new();

        public TaskCompletionSource Ended { get; } = new();

        public TaskCompletionSource Fault { get; } = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Begun.SetResult(host.Serves);
            try
            {
                await Fault.Task.WaitAsync(stoppingToken);
            }
            finally
            {
                Ended.SetResult();
            }
        }
    }

    private sealed class Host : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private readonly TaskCompletionSource _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when somebody asks how to hear that it serves.</summary>
        public Task Awaited => _awaited.Task;

        public bool Serves => _started.IsCancellationRequested;

        public CancellationToken ApplicationStarted
        {
            get
            {
                _awaited.TrySetResult();
                return _started.Token;
            }
        }

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public Task ServeAsync() => _started.CancelAsync();

        public void StopApplication()
        {
        }

        public void Dispose() => _started.Dispose();
    }
}
