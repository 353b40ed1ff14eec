using HeadlessCms.Access;
using HeadlessCms.Tests.Contract;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>Every operation of the contract that writes, and what it leaves in the trail: one that is added without saying so fails here.</summary>
public sealed class AuditTableTests
{
    [Fact]
    public void Every_operation_that_is_no_read_says_what_it_leaves()
    {
        var writing = ContractFile.Committed.Operations.Where(operation => operation.Method != HttpMethod.Get).Select(operation => operation.Id);

        Assert.Equal(writing.Order(StringComparer.Ordinal), WritingCalls.All.Select(call => call.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, EachEngine]
    public async Task Each_leaves_the_rows_it_declares_and_no_others(Engine engine)
    {
        await using var portal = WebhookSamples.PortalOn(engine, new FakeTimeProvider(WebhookSamples.Moment));
        await portal.PublishedAsync(new { title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() }); // there are changes
        var faults = new List<string>();
        foreach (var (id, make) in WritingCalls.All)
        {
            var call = await make(portal);
            var end = await portal.Database.FirstOrDefaultAsync<long>("SELECT MAX(seq) FROM audit", null, CancellationToken.None);
            var answer = await call.SendAsync(portal, ContractFile.Committed.Operations.Single(operation => operation.Id == id), call.Body);
            var rows = await portal.Database.ListAsync<AuditRow>("SELECT * FROM audit WHERE seq > @end ORDER BY seq", new { end }, CancellationToken.None);
            Assert.True((int)answer.Status is >= 200 and < 300, $"{id}: {answer.Status} {answer.Text}");
            if (!rows.Select(row => row.Action).SequenceEqual(call.Trail))
            {
                faults.Add($"{id}: [{string.Join(", ", rows.Select(row => row.Action))}] and not [{string.Join(", ", call.Trail)}]");
            }
            faults.AddRange(rows.Where(row => (row.ActorName, row.RequestId) != ("admin", answer.Headers["X-Request-Id"]) || string.IsNullOrEmpty(row.AddressHash))
                .Select(row => $"{row.Action} says {row.ActorName}, {row.RequestId}, {row.AddressHash}"));
        }
        Assert.Empty(faults);
        Assert.Null(await portal.Services.GetRequiredService<AuditCheck>().FaultAsync(CancellationToken.None));
    }

    [Theory, EachEngine]
    public async Task A_version_that_is_restored_and_a_schedule_that_is_cancelled_are_told_with_what_they_changed(Engine engine)
    {
        await using var portal = new Portal(engine);
        var address = $"/v1/articles/{(await portal.DraftAsync(new { title = "一", body = "<p>文</p>", categoryId = await portal.CategoryAsync() })).Id()}";
        await portal.Admin.PatchAsync(address, new { title = "二" }, "*");
        await portal.Admin.PostAsync($"{address}/versions/1/restore", new { changeNote = "退回" });
        await portal.Admin.PostAsync($"{address}/publish", new { at = "2999-01-01T00:00:00Z" });
        await portal.Admin.DeleteAsync($"{address}/schedule", null);

        var told = (await portal.Admin.GetAsync($"/v1/audit?targetId={address.Split('/')[^1]}")).Json.GetProperty("items");

        Assert.Equal(
            ["article.unschedule", "article.schedule", "version.restore", "article.update", "article.create"], told.EnumerateArray().Select(entry => entry.Text("action")));
        Assert.Equal(("二", "一"), (told[2].GetProperty("before").Text("title"), told[2].GetProperty("after").Text("title")));
        Assert.Equal((2, 3), (told[2].GetProperty("before").GetProperty("version").GetInt32(), told[2].GetProperty("after").GetProperty("version").GetInt32()));
        Assert.Equal(("scheduled", "draft"), (told[0].GetProperty("before").Text("state"), told[0].GetProperty("after").Text("state")));
        Assert.Equal(("draft", "scheduled"), (told[1].GetProperty("before").Text("state"), told[1].GetProperty("after").Text("state")));
    }
}
