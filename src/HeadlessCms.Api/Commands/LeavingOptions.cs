using System.CommandLine;
using HeadlessCms.Articles;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Commands;

/// <summary>Which articles an export takes, as <c>GET /v1/export</c> has it.</summary>
internal sealed class LeavingOptions
{
    private readonly Option<string?> _category = new("--category") { Description = "Id or slug of a category: only articles that lie in it or below it, and the files they use." };
    private readonly Option<string?> _since = new("--since") { Description = "Only articles saved or shown since this instant, such as 2021-04-20T04:11:00+08:00, and the files they use." };

    /// <summary>Lets a command take them.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_category);
        command.Options.Add(_since);
    }

    /// <summary>What was said.</summary>
    /// <exception cref="RefusedException">When it cannot be meant so.</exception>
    public async Task<LeavingSelection> OfAsync(ParseResult parsed, Database database, CancellationToken ct) =>
        new(await CategoryAsync(parsed.GetValue(_category), database, ct), Since(parsed.GetValue(_since)));

    private static async Task<Guid?> CategoryAsync(string? named, Database database, CancellationToken ct) => named is null
        ? null
        : await database.ReadAsync(session => CategoryStore.FindIdAsync(session, named, ct), ct)
            ?? throw new RefusedException($"--category: no category has the id or slug '{named}'.");

    private static DateTimeOffset? Since(string? said) => said is null ? null
        : SiteTimeConverter.TryParse(said, out var time) ? time
        : throw new RefusedException($"--since: '{said}' is no time with an offset, such as 2021-04-20T04:11:00+08:00.");
}
