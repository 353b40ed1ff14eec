using System.Diagnostics;
using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Portability;

/// <summary>An import that is killed: what it had committed stays, and the same sent again brings the rest.</summary>
public sealed class TransferCrashTests
{
    private const int Articles = 1200;
    private const int LinesOfBatch = 300;

    [Fact]
    public async Task An_import_that_was_killed_between_two_batches_goes_on_when_it_is_run_again()
    {
        // On one engine: a commit is tried on both; this is about how often there is one.
        using var directory = new TemporaryDirectory();
        var (source, data) = (Path.Combine(directory.Path, "portal.ndjson"), Path.Combine(directory.Path, "data"));
        var lines = await LinesAsync();
        await File.WriteAllTextAsync(source, lines);
        Directory.CreateDirectory(data);
        await using (var database = new SqliteDatabase(Path.Combine(data, SqliteDatabase.FileName)))
        {
            await Migrator.RunAsync(database, TimeProvider.System, CancellationToken.None);
            using var import = Process.Start(Executable.Start("import", source, "--on-error", "skip", $"--Cms:DataDirectory={data}"))!; // null only with UseShellExecute
            await Eventually.IsSoAsync("more than one batch is committed", TimeSpan.FromSeconds(60), async () => await CountAsync(database) > LinesOfBatch);
            import.Kill();
            await import.WaitForExitAsync();

            var committed = await CountAsync(database);
            Assert.InRange(committed, LinesOfBatch + 1, Articles - 1); // or it was not killed midway
            Assert.Equal(0, (committed + 2) % LinesOfBatch); // whole batches; the first held the site and the category, too
        }

        var again = await Executable.RunAsync("import", source, "--on-error", "skip", $"--Cms:DataDirectory={data}");
        var export = await Executable.RunAsync("export", source + ".again", "--format", "ndjson", $"--Cms:DataDirectory={data}");

        Assert.Equal((0, 0), (again.ExitCode, export.ExitCode));
        Assert.Equal(lines, await File.ReadAllTextAsync(source + ".again"));
    }

    private static Task<long> CountAsync(SqliteDatabase database) =>
        database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM articles", null, CancellationToken.None), CancellationToken.None);

    // A portal of one article as it leaves, with that article many times.
    private static async Task<string> LinesAsync()
    {
        // On one engine: it only writes the lines down.
        await using var portal = new Portal(Engine.Sqlite);
        var id = await portal.PublishedAsync(new { slug = "number-0000", title = "题", body = "<p>文</p>", categoryId = await portal.CategoryAsync() });
        var lines = (await portal.Admin.GetAsync("/v1/export")).Expect(HttpStatusCode.OK).Text.TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length); // site, category, article, end
        var articles = Enumerable.Range(0, Articles).Select(n => lines[2].Replace(id, $"{id[..^4]}{n:x4}", StringComparison.Ordinal).Replace("number-0000", $"number-{n:d4}", StringComparison.Ordinal));
        return string.Join('\n', [.. lines[..2], .. articles, lines[3].Replace(":1}", $":{Articles}}}", StringComparison.Ordinal), ""]);
    }
}
