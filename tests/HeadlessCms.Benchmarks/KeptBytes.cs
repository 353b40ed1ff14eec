using BenchmarkDotNet.Attributes;
using HeadlessCms.Platform.Http.Ready;
using Microsoft.Extensions.Caching.Hybrid;
using ZiggyCreatures.Caching.Fusion;

namespace HeadlessCms.Benchmarks;

/// <summary>Finding ready bytes of an article: our cache, and the general ones, each holding an immutable object.</summary>
[MemoryDiagnoser]
public class KeptBytes : IDisposable
{
    private static readonly ReadyKey Key = new("/v1/articles/01900000-0003-7001-8000-000000000003", "");

    private readonly ReadyCache _ours = new(64 << 20);
    private readonly FusionCache _fusion = new(new FusionCacheOptions());
    private HybridCache _hybrid = null!;

    [GlobalSetup]
    public async Task FillAsync()
    {
        var answer = new ReadyAnswer(new AnswerForm("application/json", IsCompressed: true), "\"tag\"", null, new byte[9000]);
        _ours.Keep(Key, new ReadyEntry { Answer = answer, Revision = 1, Zone = TimeZoneInfo.Utc, Until = null });
        var services = new ServiceCollection();
        services.AddHybridCache();
        _hybrid = services.BuildServiceProvider().GetRequiredService<HybridCache>();
        await Hybrid();
        await Fusion();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _fusion.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public object? Ours() => _ours.Find(Key);

    [Benchmark]
    public ValueTask<Bytes> Hybrid() => _hybrid.GetOrCreateAsync(Key.Path, _ => new ValueTask<Bytes>(new Bytes(new byte[9000])));

    [Benchmark]
    public ValueTask<Bytes> Fusion() => _fusion.GetOrSetAsync<Bytes>(Key.Path, _ => Task.FromResult(new Bytes(new byte[9000])));
}

/// <summary>Declared immutable, so that no cache copies it.</summary>
[System.ComponentModel.ImmutableObject(true)]
public sealed class Bytes(byte[] value)
{
    /// <summary>The bytes.</summary>
    public byte[] Value => value;
}
