using System.Globalization;
using System.Text.Json.Nodes;
using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.OpenApi;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Versions;

/// <summary>Every state an article was saved in: <c>/v1/articles/{id}/versions</c>.</summary>
internal static class VersionEndpoints
{
    public static IServiceCollection AddVersions(this IServiceCollection services) => services
        .AddSingleton<VersionComparison>()
        .AddJob<VersionPruner>()
        .AddSingleton<IValidator<RestoreRequest>, RestoreRules>();

    public static void MapVersions(this IEndpointRouteBuilder v1)
    {
        var versions = v1.MapGroup("/articles/{id}/versions").WithTags("Versions").WithSiteTimes();

        versions.MapGet("/", ListVersions).RequireScope(Scopes.DraftsRead).WithQuery(Paging.Count, Paging.Limit, Cursors.Parameter);
        versions.MapGet("/{number:long:min(1)}", GetVersion).RequireScope(Scopes.DraftsRead);
        versions.MapGet("/{number:long:min(1)}/diff", CompareVersions).RequireScope(Scopes.DraftsRead).WithQuery(
            QueryParameter.Integer("to", 1, SchemaBounds.MaximumInteger, null, "The version to compare with; left out: the working copy's."));
        versions.MapPost("/{number:long:min(1)}/restore", RestoreVersion).RequireScope(Scopes.ArticlesWrite).WithProblems(
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>List an article's versions</summary>
    /// <remarks>
    /// Newest first: who saved what when and why, what it changed, and whether the public ever saw it. A key that is limited
    /// to a category is not shown those from when the article lay outside of it.
    /// </remarks>
    /// <param name="id">The article's id or slug.</param>
    internal static async Task<Answers<Page<VersionEntry>, NotFoundProblem>> ListVersions(
        string id, Query query, Actor actor, HttpContext context, Database database, Cursors cursors, CancellationToken ct) =>
        new(await database.ReadAsync(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct);
            if (found.Address is not { ArticleId: var known })
            {
                return found.Instead!;
            }
            var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, $"versions {known}") : null;
            if (query.Has("cursor") && after is null)
            {
                return Cursors.Refused();
            }
            var limit = (int)query.Integer("limit");
            var before = after is null ? long.MaxValue : long.Parse(after.Key, CultureInfo.InvariantCulture);
            var rows = await ArticleVersionStore.ListAsync(session, known, actor.CategoryId, before, limit, ct);
            var next = rows.Count > limit ? cursors.Write(new Position($"{rows[limit - 1].Version}", known), $"versions {known}") : null;
            Paging.WriteNextLink(context, next);
            object page = new Page<VersionEntry>
            {
                Items = [.. rows.Take(limit).Select(EntryOf)],
                NextCursor = next,
                Total = query.Flag("count") == true ? await ArticleVersionStore.CountAsync(session, known, actor.CategoryId, ct) : null,
            };
            return (IResult)Conditional<Page<VersionEntry>>.OfBytes(_ => Task.FromResult(page));
        }, ct));

    /// <summary>Get a version of an article</summary>
    /// <remarks>With the whole article as it was. A category that is no more is shown as the one the article lies in now.</remarks>
    /// <param name="id">The article's id or slug.</param>
    /// <param name="number">Which version.</param>
    internal static async Task<Answers<VersionDetail<Article>, NotFoundProblem>> GetVersion(
        string id, long number, Actor actor, HttpContext context, Database database, ArticleReader reader, CancellationToken ct) =>
        new(await database.ReadAsync<IResult>(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct, number);
            if (found.Address is not { ArticleId: var known })
            {
                return found.Instead!;
            }
            if (await ArticleVersionStore.FindRowAsync(session, known, number, ct) is not { } row)
            {
                return PublicArticles.NoVersion(number);
            }
            var group = await TranslationStore.RevisionAsync(session, row.Copy, row.TranslationOf, ct);
            var selection = ArticleSelection.Whole.Within(actor);
            var tag = ArticleTags.OfVersion(row, group, await Revisions.ReadAsync(session, ct), selection, "detail");
            return await Conditional<object>.OfSnapshotAsync(context, tag, lastModified: null, async () =>
            {
                var saved = (await ArticleVersionStore.FindAsync(session, known, number, ct))!;
                var article = (await reader.ReadAsync(session, [row], selection, ct))[0];
                return new VersionDetail<JsonObject>(EntryOf(saved), article);
            });
        }, ct));

    /// <summary>Compare two versions</summary>
    /// <remarks>Property by property, with a readable difference of the texts; from the first to the second, whichever is older.</remarks>
    /// <param name="id">The article's id or slug.</param>
    /// <param name="number">The version to compare.</param>
    internal static async Task<Answers<VersionDiff, NotFoundProblem>> CompareVersions(
        string id, long number, Query query, Actor actor, Database database, VersionComparison comparison, CancellationToken ct) =>
        new(await database.ReadAsync<IResult>(async session =>
        {
            var found = await ArticleIds.ForEditorAsync(session, id, actor, ct, query.Has("to") ? [number, query.Integer("to")] : [number]);
            if (found.Address is not { DraftVersion: { } latest } address)
            {
                return found.Instead!;
            }
            var other = query.Has("to") ? query.Integer("to") : latest;
            var from = await ArticleVersionStore.FindAsync(session, address.ArticleId, number, ct);
            var to = await ArticleVersionStore.FindAsync(session, address.ArticleId, other, ct);
            if (from is null || to is null)
            {
                return PublicArticles.NoVersion(from is null ? number : other);
            }
            // Versions never change, so neither does what is between them.
            var tag = EntityTags.Of("diff", address.ArticleId.ToString(), $"{number}", $"{other}");
            return new Conditional<VersionDiff>(tag, null, _ => Task.FromResult<object>(
                new VersionDiff { From = number, To = other, Changes = comparison.Between(from, to) }));
        }, ct));

    /// <summary>Restore a version</summary>
    /// <remarks>
    /// A new version that says what this one said; nothing is lost, and the public sees nothing of it before it is
    /// published. It needs no <c>If-Match</c>, and keeps to it when one is sent. Refused, naming each place, when what the
    /// version refers to is no more, or its slug has become another article's.
    /// </remarks>
    /// <param name="id">The article's id or slug.</param>
    /// <param name="number">The version to restore.</param>
    internal static Task<WrittenArticle> RestoreVersion(
        string id, long number, OptionalIfMatch ifMatch, OptionalBody<RestoreRequest> body, Actor actor,
        ArticleIds ids, ArticleWriter writer, CancellationToken ct) =>
        ids.ForWritingAsync(id, actor, known => writer.RestoreAsync(
            known, ifMatch.Value, new VersionToRestore(number, body.Value.ChangeNote), actor, ct), ct, number);

    private static VersionEntry EntryOf(VersionRow row) => new()
    {
        Version = row.Version,
        SavedAt = row.SavedAt,
        By = row.SavedBy,
        ChangeNote = row.ChangeNote,
        Published = row.FirstPublishedAt is not null,
        FirstPublishedAt = row.FirstPublishedAt,
        LastPublishedAt = row.LastPublishedAt,
        RestoredFrom = row.RestoredFrom,
        Changed = StoredJson.Read<IReadOnlyList<string>>(row.Changed),
    };
}
