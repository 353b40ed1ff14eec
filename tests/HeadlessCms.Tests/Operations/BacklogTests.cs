using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Operations;

/// <summary>What an operator's collector is told of what waits.</summary>
public sealed class BacklogTests
{
    [Theory, EachEngine]
    public async Task What_waits_is_measured_by_one_statement_a_gauge_and_only_when_it_is_collected(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, new FakeTimeProvider(WebhookSamples.Moment)); // no retry comes due
        var category = await portal.CategoryIdAsync();
        using var collector = new Collector(portal.Services.GetRequiredService<IMeterFactory>());
        var statements = 0;
        portal.Database.Executing += (_, _) => Interlocked.Increment(ref statements); // what jobs send is not told
        await ExpectAsync(collector, "outbox keeps up", told => told.Any(one => one.Key.StartsWith("changes.lag ", StringComparison.Ordinal)) && told.All(one => one.Value == 0));
        Assert.Equal(["webhooks.deliveries held", "webhooks.deliveries pending", "webhooks.unwell disabled", "webhooks.unwell failing"],
            collector.Collect().Keys.Where(name => !name.StartsWith("changes.lag ", StringComparison.Ordinal)).Order());
        var before = statements;
        collector.Collect();
        Assert.Equal(3, statements - before);

        var webhook = (await portal.WebhookAsync("https://nowhere.example/hook", new { events = new[] { "published" } })).Id();
        await portal.NewsAsync(category);
        await portal.DeliveryAsync(webhook, "pending", attempts: 1);
        await ExpectAsync(collector, "one waits, and its webhook fails", told => told["webhooks.deliveries pending"] == 1 && told["webhooks.unwell failing"] == 1);

        (await portal.Admin.PatchAsync($"/v1/webhooks/{webhook}", new { enabled = false }, "*")).Expect(HttpStatusCode.OK);
        await ExecuteAsync(portal, "UPDATE webhooks SET disabled_reason = 'gone'");
        var follower = collector.Collect().Keys.First(name => name.StartsWith("changes.lag ", StringComparison.Ordinal));
        await ExecuteAsync(portal, $"UPDATE change_followers SET seq = (SELECT MAX(seq) FROM changes) - 2 WHERE name = '{follower["changes.lag ".Length..]}'");

        var last = collector.Collect();
        Assert.Equal((0, 1), (last["webhooks.deliveries pending"], last["webhooks.deliveries held"]));
        Assert.Equal((0, 1), (last["webhooks.unwell failing"], last["webhooks.unwell disabled"]));
        Assert.Equal(2, last[follower]);
    }

    private static Task ExpectAsync(Collector collector, string what, Func<IReadOnlyDictionary<string, long>, bool> isSo) =>
        Eventually.IsSoAsync(what, TimeSpan.FromSeconds(30), () => Task.FromResult(isSo(collector.Collect())));

    private static Task ExecuteAsync(Portal portal, string sql) =>
        portal.Database.WriteAsync(session => session.ExecuteAsync(sql, null, CancellationToken.None), CancellationToken.None);

    /// <summary>What one portal says when it is collected: by gauge and tag.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly MeterListener _listener = new();
        private ConcurrentDictionary<string, long> _told = new();

        public Collector(IMeterFactory portal)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "HeadlessCms" && instrument.Meter.Scope == portal)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, amount, tags, _) =>
                _told[$"{instrument.Name["headlesscms.".Length..]} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"] = amount);
            _listener.Start();
        }

        public IReadOnlyDictionary<string, long> Collect()
        {
            _told = new();
            _listener.RecordObservableInstruments();
            return _told;
        }

        public void Dispose() => _listener.Dispose();
    }
}
