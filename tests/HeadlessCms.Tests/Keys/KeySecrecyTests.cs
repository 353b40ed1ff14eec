using System.Net;
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
            answers.Add(await api.GetAsync($"/v1/articles?key={text}"));
            answers.Add(await api.GetAsync($"/v1/articles?key={text.Replace("_", "%5F", StringComparison.Ordinal)}&limit=1"));
            answers.Add(await api.GetAsync($"/v1/articles?key={(text.StartsWith(KeyText.Prefix, StringComparison.Ordinal) ? text[..^2] : text)}")); // cut, and still too much
            answers.Add(await api.GetAsync("/v1/keys"));
            answers.Add(await api.GetAsync($"/v1/keys/{limited.Id()}"));
            answers.Add(await portal.Anonymous.GetAsync("/v1/site", ("Authorization", $"Basic {text}")));
            answers.Add(await portal.With(text + "0").GetAsync("/v1/site"));
            answers.Add(await portal.With(text[..^1] + "!").GetAsync("/v1/site"));
        }
        answers.Add(await caller.DeleteAsync($"/v1/keys/{limited.Id()}", null));
        answers.Add(await portal.With(rotated.KeyText()).GetAsync("/v1/site"));
        await portal.Services.GetRequiredService<KeyUseRecorder>().RunOnceAsync(CancellationToken.None);

        var stored = await portal.EverythingAsync();
        Assert.Contains(answers, answer => answer.Status is HttpStatusCode.Unauthorized);
        Assert.Contains(answers, answer => answer.Status is HttpStatusCode.BadRequest);
        Assert.Contains("key.rotate", stored, StringComparison.Ordinal);
        Assert.Contains(lines.All, line => line.Contains("Request finished", StringComparison.Ordinal) && line.Contains("/v1/articles?key=[key]", StringComparison.Ordinal));
        foreach (var secret in texts.Select(text => text[5..^6])) // without the prefix and the checksum
        {
            Assert.DoesNotContain(answers, answer => answer.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
