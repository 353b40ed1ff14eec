using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Platform.Security;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Access;

/// <summary>What must be in no log, however much is logged.</summary>
public sealed class HygieneTests
{
    private const string Address = "198.51.100.77";

    [Fact]
    public async Task No_log_holds_a_key_a_body_or_an_address()
    {
        var lines = new Lines();
        await using var workshop = await Workshop.StartAsync(
            new Dictionary<string, string?> { ["Cms:RateLimits:FailedLogins"] = "3/60", ["Cms:RateLimits:PublicReads"] = "3/60" }, logs: lines);
        var made = await workshop.Services.FirstKeyAsync();
        (string, string) from = ("X-Forwarded-For", Address);

        foreach (var key in (string[])[Workshop.AdminKey, made])
        {
            await workshop.With(key).PutAsync("/v1/test/things/a", new { title = "the-title-in-the-body" }, null, from);
            await workshop.With(key).PutAsync("/v1/test/things/a", new { title = 1, unknown = "the-title-in-the-body" }, null, from);
            await workshop.With(key).GetAsync("/v1/test/failure", from);
        }
        for (var i = 0; i < 5; i++)
        {
            await workshop.With("hcms_a-wrong-key").GetAsync("/v1/site", from);
            await workshop.Anonymous.GetAsync("/v1/site", from, ("Authorization", "Basic c2VjcmV0"));
            await workshop.Anonymous.GetAsync("/v1/site", from);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await workshop.Anonymous.GetAsync("/v1/site", from)).Status);

        Assert.Contains(lines.All, line => line.Contains("Request finished", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.Contains("A request failed", StringComparison.Ordinal));
        string[] secrets = [Workshop.AdminKey, made, made[5..], "a-wrong-key", "c2VjcmV0", "the-title-in-the-body", Address];
        var leaks = lines.All.SelectMany(line => secrets
            .Where(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase))
            .Select(secret => $"{secret}: {line}"));
        Assert.Empty(leaks.Select(leak => leak[..Math.Min(400, leak.Length)]).Distinct());
    }

    [Fact]
    public async Task The_trail_knows_an_address_only_by_its_keyed_hash()
    {
        await using var workshop = await Workshop.StartAsync();
        (await workshop.With(Workshop.AdminKey).PostAsync("/v1/keys", new { name = "n", scopes = new[] { "drafts:read" } }, ("X-Forwarded-For", Address))).Expect(HttpStatusCode.Created);

        var row = (await workshop.Services.GetRequiredService<Database>().FirstOrDefaultAsync<AuditRow>("SELECT * FROM audit", null, CancellationToken.None))!;

        Assert.Equal(workshop.Services.GetRequiredService<Addresses>().HashOf(IPAddress.Parse(Address)), row.AddressHash);
        Assert.DoesNotContain(Address, row.ToString(), StringComparison.Ordinal);
        foreach (var bytes in (byte[][])[Encoding.ASCII.GetBytes(Address), IPAddress.Parse(Address).GetAddressBytes()])
        {
            foreach (var hash in (byte[][])[SHA256.HashData(bytes), SHA512.HashData(bytes), HMACSHA256.HashData(Array.Empty<byte>(), bytes)])
            {
                Assert.NotEqual(Convert.ToBase64String(hash.AsSpan(0, 16)), row.AddressHash); // there are few addresses: who has no secret must not try them all
            }
        }
    }
}
