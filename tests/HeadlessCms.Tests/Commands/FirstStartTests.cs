using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>What a first start in Development does by itself; in Production none of it is done, which <see cref="ServeTests"/> shows.</summary>
public sealed partial class FirstStartTests
{
    private const string SampleArticle = "/v1/articles/visits-to-forty-companies";

    [Fact]
    public async Task In_Development_there_is_a_key_shown_once_and_the_sample_portal_and_a_second_start_leaves_both_as_they_are()
    {
        using var directory = new TemporaryDirectory();
        string key, photo;
        await using (var server = await ServerProcess.StartInDevelopmentAsync(directory.Path))
        {
            key = Assert.Single(ShownKeys().Matches(server.Said)).Groups["key"].Value;
            var admin = new Api(server.Anonymous.Http, key);
            Assert.Single((await admin.GetAsync("/v1/keys")).Expect(HttpStatusCode.OK).Ids());
            photo = (await server.Anonymous.GetAsync(SampleArticle)).Expect(HttpStatusCode.OK).Json.GetProperty("cover").Text("id")!;
            (await admin.DeleteAsync($"{SampleArticle}?permanent=true", "*")).Expect(HttpStatusCode.NoContent);
            (await admin.DeleteAsync($"/v1/attachments/{photo}", "*")).Expect(HttpStatusCode.NoContent);
            await server.KillAsync(); // so that nothing it ever wrote is tidied away
        }

        // The hash is there, and nothing from which the key could be had: its random part is in no file.
        Assert.NotEmpty(FilesWith(directory, KeyText.HintOf(key)));
        Assert.Empty(FilesWith(directory, key[KeyText.Prefix.Length..^6]));
        Assert.Equal([(KeyText.HintOf(key), 64)], await StoredKeysAsync(directory));

        await using var second = await ServerProcess.StartInDevelopmentAsync(directory.Path);
        Assert.Empty(ShownKeys().Matches(second.Said));
        var still = new Api(second.Anonymous.Http, key);
        Assert.Single((await still.GetAsync("/v1/keys")).Expect(HttpStatusCode.OK).Ids());
        (await still.GetAsync($"/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound); // loaded again, it would be back
    }

    private static async Task<IReadOnlyList<(string Hint, int HashLength)>> StoredKeysAsync(TemporaryDirectory directory)
    {
        await using var database = new SqliteDatabase(Path.Combine(directory.Path, SqliteDatabase.FileName));
        var keys = await database.ListAsync<string>(
            "SELECT hint || ' ' || hash FROM access_keys JOIN access_key_secrets ON key_id = id", null, CancellationToken.None);
        return [.. keys.Select(key => key.Split(' ')).Select(key => (key[0], key[1].Length))];
    }

    private static IReadOnlyList<string> FilesWith(TemporaryDirectory directory, string text) =>
    [
        .. directory.Files().Where(file => File.ReadAllBytes(Path.Combine(directory.Path, file)) is var bytes
            && new[] { Encoding.UTF8, Encoding.Unicode }.Any(encoding => bytes.AsSpan().IndexOf(encoding.GetBytes(text)) >= 0)),
    ];

    [GeneratedRegex(@"(?<key>hcms_[0-9A-Za-z]+)")]
    private static partial Regex ShownKeys();
}
