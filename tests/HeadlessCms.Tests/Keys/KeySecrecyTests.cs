using System.Net;
using System.Text;
using HeadlessCms.Access;
using HeadlessCms.Keys;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HeadlessCms.Tests.Keys;

/// <summary>The text of a key is in the one answer that shows it, and nowhere else: not stored, not logged, not echoed.</summary>
public sealed class KeySecrecyTests
{
    // The framework's own log of requests, silent unless asked for, says what address was called. Such a call is refused.
    private const string InQuery = "/v1/articles?key=";

    [Theory, EachEngine]
    public async Task No_key_is_in_the_database_the_logs_an_error_or_the_audit_trail(Engine engine)
    {
        var lines = new Lines();
        await using var portal = new Portal(
            engine,
            new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace", ["Logging:LogLevel:HeadlessCms.Access.KeyAuthentication"] = "Trace" },
            services => services.AddSingleton<ILoggerProvider>(lines));
        var category = await portal.CategoryAsync();
        var manager = await portal.Admin.KeyAsync(null, [.. Scopes.All]);
        var caller = portal.With(manager.KeyText());
        var limited = await caller.KeyAsync(category, "articles:write", "drafts:read");
        var rotated = (await caller.PostAsync($"/v1/keys/{limited.Id()}/rotate")).Expect(HttpStatusCode.OK);
        string[] texts = [Portal.AdminKey, manager.KeyText(), limited.KeyText(), rotated.KeyText()];

        var answers = new List<Answer>();
        foreach (var text in texts)
        {
            var api = portal.With(text);
            answers.Add(await api.PostAsync("/v1/articles", new { title = "题", categoryId = category }));
            answers.Add(await api.PostAsync("/v1/articles", new { title = 1, unknown = text }));
            answers.Add(await api.PostAsync("/v1/keys", new { name = "n", scopes = new[] { text } }));
            answers.Add(await api.GetAsync(InQuery + text));
            answers.Add(await api.GetAsync("/v1/keys"));
            answers.Add(await api.GetAsync($"/v1/keys/{limited.Id()}"));
            answers.Add(await portal.Anonymous.GetAsync("/v1/site", ("Authorization", $"Basic {text}")));
            answers.Add(await portal.With(text + "0").GetAsync("/v1/site"));
            answers.Add(await portal.With(text[..^1] + "!").GetAsync("/v1/site"));
        }
        answers.Add(await caller.DeleteAsync($"/v1/keys/{limited.Id()}", null));
        answers.Add(await portal.With(rotated.KeyText()).GetAsync("/v1/site"));
        await portal.Services.GetRequiredService<KeyUseRecorder>().RunOnceAsync(CancellationToken.None);

        var stored = await StoredAsync(engine, portal);
        Assert.Contains(answers, answer => answer.Status is HttpStatusCode.Unauthorized);
        Assert.Contains(answers, answer => answer.Status is HttpStatusCode.BadRequest);
        Assert.Contains("key.rotate", stored, StringComparison.Ordinal);
        Assert.Contains(lines.All, line => line.Contains("Request finished", StringComparison.Ordinal));
        foreach (var secret in texts.Select(text => text[5..^6])) // without the prefix and the checksum
        {
            Assert.DoesNotContain(answers, answer => answer.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase) && !line.Contains(InQuery, StringComparison.Ordinal));
        }
    }

    // Everything there is: the files of the data directory, or every row of every table.
    private static async Task<string> StoredAsync(Engine engine, Portal portal)
    {
        var all = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(portal.DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            all.Append(await reader.ReadToEndAsync());
        }
        if (engine is Engine.Postgres)
        {
            var tables = await portal.Database.ListAsync<string>(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name", null, CancellationToken.None);
            foreach (var table in tables)
            {
                all.AppendJoin('\n', await portal.Database.ListAsync<string>($"SELECT CAST(t AS text) FROM {table} AS t", null, CancellationToken.None));
            }
        }
        return all.ToString();
    }
}
