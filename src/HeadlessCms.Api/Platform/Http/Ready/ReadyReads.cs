using System.Collections.Concurrent;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http.Ready;

/// <summary>
/// Answers public reads from memory, as bytes. Each answer is kept with the database's revision before it was read, and
/// answers those who come while that has not grown; then the next reader asks for its tag alone, and only what has another
/// tag is built anew. A request with a key goes past all this.
/// </summary>
internal sealed class ReadyReads(Database database, SiteZone zone, IOptions<CmsOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<ReadyKey, ReadyFlight> _flights = new();
    private readonly string _cacheControl = Caching.PublicControl(options.Value);
    private readonly bool _isOn = options.Value.Cache.MaximumBytes > 0;

    /// <summary>What is kept.</summary>
    public ReadyCache Cache { get; } = new(options.Value.Cache.MaximumBytes);

    /// <summary>Answers a request, or lets it pass.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!_isOn || !IsKept(context))
        {
            return next(context);
        }
        var revision = database.RevisionAsync();
        return revision.IsCompletedSuccessfully
            ? AnswerAsync(context, next, revision.Result)
            : AnswerAsync(context, next, revision.AsTask());
    }

    /// <summary>Whether what is kept answers a request that came when the database was at this revision.</summary>
    public bool Holds(ReadyEntry entry, HttpRequest request, long revision, DateTimeOffset now) => entry.Answers(request, revision, zone.Zone, now);

    /// <summary>Sends what is kept.</summary>
    public Task SendAsync(HttpContext context, ReadyKey key, ReadyEntry entry, DateTimeOffset now)
    {
        var sent = entry.Answer!.SendAsync(context, now);
        Cache.Recount(key, entry);
        return sent;
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, Task<long> revision) =>
        await AnswerAsync(context, next, await revision);

    private Task AnswerAsync(HttpContext context, RequestDelegate next, long revision)
    {
        var key = ReadyKey.Of(context.Request);
        var entry = Cache.Find(key);
        var now = clock.GetUtcNow();
        if (entry is { Answer: null })
        {
            return next(context);
        }
        return entry?.Answers(context.Request, revision, zone.Zone, now) == true
            ? ServeAsync(context, key, entry, now)
            : FlyAsync(context, next, key, revision);
    }

    private async Task FlyAsync(HttpContext context, RequestDelegate next, ReadyKey key, long revision)
    {
        while (true)
        {
            var mine = new ReadyFlight();
            var flight = _flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                await LeadAsync(context, next, key, revision, mine);
                return;
            }
            var end = await flight.Ended.WaitAsync(context.RequestAborted);
            var now = clock.GetUtcNow();
            // Not what was read before this request came: then it goes itself.
            if (end.Entry?.Answers(context.Request, revision, zone.Zone, now) == true)
            {
                await ServeAsync(context, key, end.Entry, now);
                return;
            }
            if (end is { Entry: null, IsBroken: false })
            {
                await next(context);
                return;
            }
        }
    }

    private async Task LeadAsync(HttpContext context, RequestDelegate next, ReadyKey key, long revision, ReadyFlight flight)
    {
        var written = zone.Zone;
        var known = Cache.Find(key);
        var now = clock.GetUtcNow();
        if (known?.Answers(context.Request, revision, written, now) == true)
        {
            // Another was faster, and over before this one began.
            _flights.TryRemove(new(key, flight));
            flight.End(known);
            await ServeAsync(context, key, known, now);
            return;
        }
        flight.Begin(ReferenceEquals(known?.Zone, written) ? known.Answer : null, (answer, until) =>
        {
            var entry = new ReadyEntry { Answer = answer, Revision = revision, Zone = written, Until = until };
            Cache.Keep(key, entry);
            _flights.TryRemove(new(key, flight)); // whoever comes from now on finds the entry
            return entry;
        });
        context.Features.Set(flight);
        try
        {
            await next(context);
        }
        finally
        {
            _flights.TryRemove(new(key, flight));
            flight.End(isBroken: context.RequestAborted.IsCancellationRequested);
        }
    }

    // What the layers say of it beside this is kept with it, too.
    private Task ServeAsync(HttpContext context, ReadyKey key, ReadyEntry entry, DateTimeOffset now)
    {
        context.Features.Set(entry);
        context.Response.Headers.Vary = Caching.Vary;
        context.Response.Headers.CacheControl = _cacheControl;
        return SendAsync(context, key, entry, now);
    }

    private static bool IsKept(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<KeptReady>() is not null
        && context.Request.Headers.Authorization.Count == 0
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !Caching.MayBePreview(context.Request);
}

/// <summary>Says in an endpoint's metadata that its public answers are kept.</summary>
internal sealed record KeptReady;

/// <summary>How a route says that, and where it is done.</summary>
internal static class ReadyRoutes
{
    /// <summary>
    /// Keeps the route's answers that have a tag, for everybody without a key. Such an answer depends on path and query
    /// alone, on what <see cref="Revisions"/> count, and on what <see cref="ReadyFlight.HoldsUntil"/> was told.
    /// </summary>
    public static TBuilder KeepReady<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new KeptReady()));
        return builder;
    }

    /// <summary>Registers what keeps them.</summary>
    public static IServiceCollection AddReadyReads(this IServiceCollection services) => services.AddSingleton<ReadyReads>().AddSingleton<ReadyLane>();

    /// <summary>Answers plain reads from what is kept: first of all layers.</summary>
    public static IApplicationBuilder UseReadyLane(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices; // likewise
        return app.Use(next => context => services.GetRequiredService<ReadyLane>().InvokeAsync(context, next));
    }

    /// <summary>Answers from what is kept: last of all layers, so that each of them applies to a kept answer, too.</summary>
    public static IApplicationBuilder UseReadyReads(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices; // asked with the first request and not before the settings are checked
        return app.Use(next => context => services.GetRequiredService<ReadyReads>().InvokeAsync(context, next));
    }
}
