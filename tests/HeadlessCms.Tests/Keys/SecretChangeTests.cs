using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HeadlessCms.Tests.Keys;

/// <summary>What an installation's new secret leaves valid, as long as the one before is named, and what not after that.</summary>
public sealed class SecretChangeTests
{
    private const string Old = "the-first-secret-of-the-installation-01";
    private const string New = "the-second-secret-of-the-installation-2";

    [Theory, EachEngine]
    public async Task What_the_secret_before_made_stays_valid_as_long_as_it_is_named(Engine engine)
    {
        using var directory = new TemporaryDirectory();
        await using var scratch = engine is Engine.Postgres ? new ScratchDatabase(engine) : null;
        Portal Start(string secret, string? before = null) => new(engine, new Dictionary<string, string>(
            new Dictionary<string, string?>
            {
                ["Cms:DataDirectory"] = directory.Path,
                ["Cms:Secret"] = secret,
                ["Cms:PreviousSecrets:0"] = before,
                ["ConnectionStrings:Cms"] = scratch?.ConnectionString,
            }.Where(setting => setting.Value is not null)!));
        var (once, body) = (("Idempotency-Key", "once"), new { name = "once", scopes = new[] { "drafts:read" } });
        Answer key, link, made;
        string list;
        await using (var portal = Start(Old))
        {
            key = await portal.Admin.KeyAsync(null, "drafts:read", "articles:write");
            made = await portal.Admin.PostAsync("/v1/keys", body, once);
            var category = await portal.CategoryAsync();
            var article = (await portal.DraftAsync(new { title = "题", categoryId = category })).Id();
            await portal.DraftAsync(new { title = "另", categoryId = category });
            link = (await portal.Admin.PostAsync($"/v1/articles/{article}/previews")).Expect(HttpStatusCode.Created);
            list = $"/v1/articles?state=all&limit=1&cursor={(await portal.Admin.GetAsync("/v1/articles?state=all&limit=1")).Json.Text("nextCursor")}";
        }

        await using (var portal = Start(New, before: Old))
        {
            (await portal.With(key.KeyText()).GetAsync(list)).Expect(HttpStatusCode.OK);
            (await portal.Anonymous.GetAsync(link.Json.Text("url")!)).Expect(HttpStatusCode.OK);
            var again = (await portal.Admin.PostAsync("/v1/keys", body, once)).Expect(HttpStatusCode.Created);
            Assert.Equal((made.Id(), "true"), (again.Id(), again.Headers["Idempotency-Replayed"]));
            Assert.Null(await portal.Services.GetRequiredService<AuditCheck>().FaultAsync(CancellationToken.None));
            var later = await portal.Admin.KeyAsync(null, "drafts:read");
            (await portal.With(later.KeyText()).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        }
        await using (var portal = Start(New))
        {
            (await portal.With(key.KeyText()).GetAsync(list)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
            (await portal.Admin.GetAsync(list)).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "cursor");
            (await portal.Anonymous.GetAsync(link.Json.Text("url")!)).ExpectProblem(HttpStatusCode.Forbidden, "preview-refused");
            Assert.StartsWith("audit row 1 ", await portal.Services.GetRequiredService<AuditCheck>().FaultAsync(CancellationToken.None), StringComparison.Ordinal);
        }
    }

    [Theory, EachEngine]
    public async Task Who_has_the_database_cannot_tell_whether_a_text_is_a_key_of_it(Engine engine)
    {
        await using var portal = new Portal(engine);
        var text = (await portal.Admin.KeyAsync(null, "drafts:read")).KeyText();
        var rows = string.Join('\n', await portal.RowsAsync());

        Assert.Contains(portal.Services.GetRequiredService<KeyStore>().HashOf(text), rows, StringComparison.Ordinal);
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text[5..]), Encoding.UTF8.GetBytes(text[5..^6])])
        {
            foreach (var hash in (byte[][])[SHA256.HashData(bytes), SHA512.HashData(bytes), SHA256.HashData(SHA256.HashData(bytes)), HMACSHA256.HashData(Array.Empty<byte>(), bytes)])
            {
                Assert.DoesNotContain(Convert.ToHexString(hash), rows, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain(Convert.ToBase64String(hash), rows, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_key_is_refused_at_once_by_every_instance_whichever_revoked_or_rotated_it()
    {
        Assert.SkipWhen(EachEngineAttribute.Postgres is null, "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server");
        await using var scratch = new ScratchDatabase(Engine.Postgres);
        var settings = new Dictionary<string, string> { ["ConnectionStrings:Cms"] = scratch.ConnectionString!, ["Cms:Secret"] = New };
        // On one engine: SQLite has one instance; the settings name the other's database.
        await using var one = new Portal(Engine.Sqlite, settings);
        await using var two = new Portal(Engine.Sqlite, settings);
        var (revoked, rotated) = (await one.Admin.KeyAsync(null, "drafts:read"), await one.Admin.KeyAsync(null, "drafts:read"));
        Api[] callers = [two.With(revoked.KeyText()), two.With(rotated.KeyText())];
        foreach (var caller in callers)
        {
            (await caller.GetAsync("/v1/articles?state=all")).Expect(HttpStatusCode.OK);
        }

        (await one.Admin.DeleteAsync($"/v1/keys/{revoked.Id()}", null)).Expect(HttpStatusCode.NoContent);
        var present = (await one.Admin.PostAsync($"/v1/keys/{rotated.Id()}/rotate", new { overlap = 0 })).Expect(HttpStatusCode.OK);

        foreach (var caller in callers)
        {
            (await caller.GetAsync("/v1/articles?state=all")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }
        (await two.With(present.KeyText()).GetAsync("/v1/articles?state=all")).Expect(HttpStatusCode.OK);
    }
}
