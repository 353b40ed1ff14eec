using System.Net;
using HeadlessCms.Access;
using HeadlessCms.Keys;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HeadlessCms.Tests.Support;

/// <summary>Keys, and callers who have one.</summary>
internal static class KeySamples
{
    /// <summary>A new key with these scopes, of the whole site or of one category's subtree.</summary>
    public static async Task<Answer> KeyAsync(this Api maker, string? category, params string[] scopes) =>
        (await maker.PostAsync("/v1/keys", new { name = Samples.Name("key"), scopes, categoryId = category })).Expect(HttpStatusCode.Created);

    /// <summary>A caller with these scopes and no others.</summary>
    public static async Task<Api> WithAsync(this Portal portal, params string[] scopes) =>
        portal.With((await portal.Admin.KeyAsync(null, scopes)).KeyText());

    /// <summary>A caller with every scope that can be limited, in this category's subtree alone.</summary>
    public static async Task<Api> WithinAsync(this Portal portal, string category) =>
        portal.With((await portal.Admin.KeyAsync(category, [.. Scopes.All.Except(Scopes.OfWholeSite)])).KeyText());

    /// <summary>The text that was shown.</summary>
    public static string KeyText(this Answer made) => made.Json.GetProperty("key").GetString()!;

    /// <summary>The text of the first key, as the first start makes it.</summary>
    public static async Task<string> FirstKeyAsync(this IServiceProvider services) => (await services.GetRequiredService<Database>().WriteAsync(
        session => services.GetRequiredService<KeyWriter>().AddFirstAsync(session, CancellationToken.None), CancellationToken.None))!.Text!;
}
