using System.Net;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Portability;
using HeadlessCms.Tests.Portability;
using HeadlessCms.Tests.Support;
using HeadlessCms.Tests.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>What <c>export</c> takes of a portal, beside the server that writes it.</summary>
public sealed class ExportCommandTests
{
    [Theory, EachEngine]
    public async Task Since_is_when_what_leaves_was_saved_or_shown_and_a_branch_is_all_that_lies_in_it(Engine engine)
    {
        var newsroom = await Newsroom.OpenAsync(engine);
        await using var portal = newsroom.Portal;

        Assert.Equal(["late", "waiting"], await newsroom.SlugsAsync($"since={newsroom.Since}"));
        Assert.Equal(["early", "waiting"], await newsroom.SlugsAsync($"category={newsroom.Top}"));
        Assert.Equal(["waiting"], await newsroom.SlugsAsync($"category={newsroom.Top}&since={newsroom.Since}"));
        Assert.Equal(["early", "late", "waiting"], await newsroom.SlugsAsync(""));
    }

    [Fact]
    public async Task A_part_in_lines_is_what_the_server_answers()
    {
        // On one engine: the command asks for what the test above shows on both.
        var newsroom = await Newsroom.OpenAsync(Engine.Sqlite);
        await using var portal = newsroom.Portal;
        var file = Path.Combine(portal.DataDirectory, "part.ndjson");

        var export = await newsroom.ExportAsync(file, "--format", "ndjson", "--category", newsroom.Top, "--since", newsroom.Since);

        Assert.Equal((0, "Exported: 1 articles; what is in the trash stays."), (export.ExitCode, export.Output.Trim()));
        var answer = await portal.Admin.GetAsync($"/v1/export?bytes=true&category={newsroom.Top}&since={newsroom.Since}");
        Assert.Equal(answer.Expect(HttpStatusCode.OK).Text, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_part_in_a_folder_has_its_articles_and_the_files_that_they_and_the_site_use()
    {
        // On one engine: the command asks for what the test above shows on both; files are chosen on both below.
        var newsroom = await Newsroom.OpenAsync(Engine.Sqlite);
        await using var portal = newsroom.Portal;
        var (part, since) = (Path.Combine(portal.DataDirectory, "part"), Path.Combine(portal.DataDirectory, "since"));

        Assert.Equal(0, (await newsroom.ExportAsync(part, "--category", newsroom.Top)).ExitCode);
        Assert.Equal(0, (await newsroom.ExportAsync(since, "--since", newsroom.Since)).ExitCode);

        Assert.Equal(
            ["articles/early.html", "articles/waiting.html", "categories.yaml", "media.yaml", "media/logo.png", "media/used.pdf", "site.yaml"], RoundTripTests.NamesIn(part));
        Assert.Equal(["articles/late.html", "articles/waiting.html", "categories.yaml", "media.yaml", "media/logo.png", "site.yaml"], RoundTripTests.NamesIn(since));
        Assert.DoesNotContain("unused", await File.ReadAllTextAsync(Path.Combine(part, "media.yaml")), StringComparison.Ordinal);
        await using var other = new Portal(Engine.Sqlite);
        Assert.Equal((0, 3, 2, 2), (await RoundTripTests.ImportAsync(other, part)) is var came ? (came.Faults.Count, came.Categories, came.Files, came.Articles) : default);
    }

    [Theory, EachEngine]
    public async Task Files_of_a_part_are_those_of_what_leaves_and_it_goes_where_no_export_lies(Engine engine)
    {
        var newsroom = await Newsroom.OpenAsync(engine);
        await using var portal = newsroom.Portal;
        var export = portal.Services.GetRequiredService<PortalExport>();
        var folder = Path.Combine(portal.DataDirectory, "part");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "README"), "mine");
        var part = LeavingSelection.All with { Since = DateTimeOffset.Parse(newsroom.Since, System.Globalization.CultureInfo.InvariantCulture) };

        await export.RunAsync(folder, part, progress: null, CancellationToken.None);

        Assert.Equal(["README", "articles/late.html", "articles/waiting.html", "categories.yaml", "media.yaml", "media/logo.png", "site.yaml"], RoundTripTests.NamesIn(folder));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => export.RunAsync(folder, part with { Since = newsroom.Clock.GetUtcNow().AddYears(1) }, progress: null, CancellationToken.None));
        Assert.StartsWith($"There is an export in {folder} already", refused.Message, StringComparison.Ordinal);
        Assert.Contains("articles/late.html", RoundTripTests.NamesIn(folder));
    }

    [Fact]
    public async Task The_whole_in_a_folder_is_what_was_there_and_a_second_one_says_what_it_removed()
    {
        // On one engine: the export is tried on both (RoundTripTests); this is about the command.
        var newsroom = await Newsroom.OpenAsync(Engine.Sqlite);
        await using var portal = newsroom.Portal;
        var folder = Path.Combine(portal.DataDirectory, "by-command");

        var first = await newsroom.ExportAsync(folder);

        Assert.Equal((0, "Exported: 3 articles; what is in the trash stays."), (first.ExitCode, first.Output.Trim()));
        Assert.Contains("Writing articles", first.Errors, StringComparison.Ordinal);
        var same = await RoundTripTests.ExportAsync(portal, "by-service");
        Assert.Equal(RoundTripTests.NamesIn(same), RoundTripTests.NamesIn(folder));
        Assert.All(RoundTripTests.NamesIn(same), name => Assert.Equal(File.ReadAllBytes(Path.Combine(same, name)), File.ReadAllBytes(Path.Combine(folder, name))));
        (await portal.Admin.DeleteAsync("/v1/articles/late", "*")).Expect(HttpStatusCode.OK);
        Assert.Equal("Removed: articles/late.html\nExported: 2 articles; what is in the trash stays.\n", (await newsroom.ExportAsync(folder)).Output);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_in_one_line_and_nothing_is_written()
    {
        // On one engine: this is about what is said.
        var newsroom = await Newsroom.OpenAsync(Engine.Sqlite);
        await using var portal = newsroom.Portal;
        var target = Path.Combine(portal.DataDirectory, "out");
        (string[] Options, string Said)[] wrong =
        [
            (["--category", "nowhere"], "--category: no category has the id or slug 'nowhere'."),
            (["--format", "ndjson", "--since", "2026-11-23"], "--since: '2026-11-23' is no time with an offset, such as 2021-04-20T04:11:00+08:00."),
            (["--format", "redirects", "--since", newsroom.Since], "--category and --since: redirects are written of all articles."),
        ];

        var outcomes = await Task.WhenAll(wrong.Select(one => newsroom.ExportAsync(target, one.Options)));

        Assert.Equal(wrong.Select(one => (1, one.Said + "\n", "")), outcomes.Select(outcome => (outcome.ExitCode, outcome.Errors, outcome.Output)));
        Assert.False(Path.Exists(target));
    }

    /// <summary>
    /// Three public articles on either side of a moment. <c>early</c> was shown before it, and is changed since in what the public does
    /// not see; <c>waiting</c> was saved before it and shown since; <c>late</c> lies in another branch.
    /// </summary>
    private sealed record Newsroom(Portal Portal, FakeTimeProvider Clock, string Top, string Since)
    {
        public static async Task<Newsroom> OpenAsync(Engine engine)
        {
            var clock = new FakeTimeProvider(ViewSamples.Noon);
            var portal = ViewSamples.PortalAt(engine, clock);
            var (top, elsewhere) = (await portal.CategoryAsync(), await portal.CategoryAsync());
            var below = await portal.CategoryAsync(top);
            var logo = await portal.UploadAsync(SampleImages.Png(3, 2), "logo.png", ("alt", "徽"));
            (await portal.Admin.PatchAsync("/v1/site", new { logo }, "*")).Expect(HttpStatusCode.OK);
            var used = await portal.UploadAsync(SampleFiles.Pdf(), "used.pdf");
            await portal.UploadAsync(SampleFiles.Docx(), "unused.docx");
            await portal.PublishedAsync(new { slug = "early", title = "早", body = "<p>文</p>", categoryId = below, attachments = new[] { new { id = used } } });
            await portal.DraftAsync(new { slug = "waiting", title = "待", body = "<p>文</p>", categoryId = top });
            clock.Advance(TimeSpan.FromDays(1));
            (await portal.Admin.PatchAsync("/v1/articles/early", new { title = "改" }, "*")).Expect(HttpStatusCode.OK);
            (await portal.Admin.PostAsync("/v1/articles/waiting/publish")).Expect(HttpStatusCode.OK);
            await portal.PublishedAsync(new { slug = "late", title = "晚", body = "<p>文</p>", categoryId = elsewhere });
            return new(portal, clock, top, $"{ViewSamples.Noon.AddHours(12):yyyy-MM-ddTHH:mm:ssZ}");
        }

        /// <summary>The articles that leave in lines, by slug.</summary>
        public async Task<string[]> SlugsAsync(string query) =>
            [.. (await Portal.Admin.GetAsync($"/v1/export?{query}")).Expect(HttpStatusCode.OK).Text.Split('\n')
                .Where(line => line.StartsWith("{\"kind\":\"article\"", StringComparison.Ordinal))
                .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("article").Text("slug")!).Order(StringComparer.Ordinal)];

        /// <summary>Runs the command on its data.</summary>
        public Task<ToolOutcome> ExportAsync(string target, params string[] options) =>
            Executable.RunAsync(["export", target, .. options, $"--Cms:DataDirectory={Portal.DataDirectory}"]);
    }
}
