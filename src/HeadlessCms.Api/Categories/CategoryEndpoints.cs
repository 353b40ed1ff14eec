using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;
using Changed = Microsoft.AspNetCore.Http.HttpResults.Results<
    HeadlessCms.Platform.Http.Written<HeadlessCms.Categories.CategoryDetail>,
    HeadlessCms.Platform.Http.MovedTo,
    HeadlessCms.Platform.Http.NotFoundProblem,
    HeadlessCms.Platform.Http.InvalidProblem,
    HeadlessCms.Platform.Http.ConflictProblem,
    Microsoft.AspNetCore.Http.HttpResults.Results<
        HeadlessCms.Platform.Http.PreconditionFailedProblem, HeadlessCms.Platform.Http.ForbiddenProblem>>;
using Created = Microsoft.AspNetCore.Http.HttpResults.Results<
    HeadlessCms.Platform.Http.CreatedAt<HeadlessCms.Categories.CategoryDetail>,
    HeadlessCms.Platform.Http.InvalidProblem,
    HeadlessCms.Platform.Http.ConflictProblem,
    HeadlessCms.Platform.Http.ForbiddenProblem>;
using Deleted = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.NoContent,
    HeadlessCms.Platform.Http.MovedTo,
    HeadlessCms.Platform.Http.NotFoundProblem,
    HeadlessCms.Platform.Http.InvalidProblem,
    HeadlessCms.Platform.Http.ConflictProblem,
    Microsoft.AspNetCore.Http.HttpResults.Results<
        HeadlessCms.Platform.Http.PreconditionFailedProblem, HeadlessCms.Platform.Http.ForbiddenProblem>>;
using Found = Microsoft.AspNetCore.Http.HttpResults.Results<
    HeadlessCms.Platform.Http.Conditional<HeadlessCms.Categories.CategoryDetail>,
    HeadlessCms.Platform.Http.MovedTo,
    HeadlessCms.Platform.Http.NotFoundProblem>;
using Kept = Microsoft.AspNetCore.Http.HttpResults.Results<
    HeadlessCms.Platform.Http.PreconditionFailedProblem, HeadlessCms.Platform.Http.ForbiddenProblem>;
using Listed = Microsoft.AspNetCore.Http.HttpResults.Results<
    HeadlessCms.Platform.Http.Conditional<HeadlessCms.Platform.Http.Page<HeadlessCms.Categories.CategoryNode>>,
    HeadlessCms.Platform.Http.InvalidProblem>;

namespace HeadlessCms.Categories;

/// <summary>The section tree: <c>/v1/categories</c>.</summary>
internal static class CategoryEndpoints
{
    private static readonly QueryParameter As = QueryParameter.Choice(
        "as", ["flat", "tree"], "flat",
        "`flat`: pages, ordered by slug. `tree`: the whole tree at once, nested in `children`, siblings in their order; `limit` does not cut it.");

    private static readonly QueryParameter MoveTo = QueryParameter.Text(
        "moveTo", 80, "Id or slug of the category that takes the articles and children first, the children after its own.");

    public static IServiceCollection AddCategories(this IServiceCollection services) => services
        .AddSingleton<CategoryTreeStore>()
        .AddSingleton<IValidator<CategoryDraft>, CategoryRules>()
        .AddSingleton<IReferences<CategoryDraft>, CategoryReferences>();

    public static void MapCategories(this IEndpointRouteBuilder v1)
    {
        var categories = v1.MapGroup("/categories").WithTags("Categories");

        categories.MapGet("/", ListCategories).WithQuery(As, Cursors.Parameter, Paging.Limit, Paging.Count).KeepReady();
        categories.MapPost("/", CreateCategory).RequireScope(Scopes.CategoriesWrite);
        categories.MapGet("/{id}", GetCategory).KeepReady();
        categories.MapPatch("/{id}", UpdateCategory).RequireScope(Scopes.CategoriesWrite);
        categories.MapDelete("/{id}", DeleteCategory).WithQuery(MoveTo).RequireScope(Scopes.CategoriesWrite);
    }

    /// <summary>List the categories</summary>
    internal static async Task<Listed> ListCategories(
        Query query, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        var list = new CategoryList(query, cursors);
        return list.IsRefused
            ? Cursors.Refused()
            : await database.ReadAsync<Listed>(async session =>
            {
                var revisions = await Revisions.ReadAsync(session, ct);
                return await Conditional<Page<CategoryNode>>.OfSnapshotAsync(
                    context,
                    EntityTags.Of("categories", context.Request.QueryString.Value, revisions.Key(Revisions.Tree, Revisions.Site)),
                    revisions.ChangedAt(Revisions.Tree, Revisions.Site),
                    () => list.ReadAsync(session, context, ct));
            }, ct);
    }

    /// <summary>Get a category</summary>
    /// <remarks>With the way to it, what lies directly below it, and how many public articles its subtree holds.</remarks>
    /// <param name="id">Its id or its slug.</param>
    /// <response code="308">The slug is a former one; the present address is in <c>Location</c>.</response>
    internal static Task<Found> GetCategory(string id, HttpContext context, Database database, CancellationToken ct) =>
        database.ReadAsync<Found>(async session =>
        {
            if (await CategoryStore.FindAsync(session, id, ct) is not { } row)
            {
                return NotFound(id);
            }
            if (Detour(row, id, context.Request) is { } detour)
            {
                return detour;
            }
            var revisions = await Revisions.ReadAsync(session, ct);
            return await Conditional<CategoryDetail>.OfSnapshotAsync(
                context,
                TagOf(row, revisions),
                revisions.ChangedAt(Revisions.Tree, Revisions.Articles, Revisions.Site),
                () => CategoryStore.DetailAsync(session, row, ct));
        }, ct);

    /// <summary>Create a category</summary>
    /// <remarks>At the end of its siblings, unless <c>position</c> says where. A slug left out is made from the name.</remarks>
    /// <response code="201">The category, at the address in <c>Location</c>.</response>
    internal static Task<Created> CreateCategory(
        Body<CategoryDraft> body, Actor actor, Database database, AuditLog audit, TimeProvider clock, CancellationToken ct) =>
        database.WriteAsync<Created>(async session =>
        {
            var now = clock.GetUtcNow();
            var outcome = await CategoryTreeStore.AddAsync(session, clock.NewId(now), body.Value, now, ct);
            if (outcome.Row is not { } row)
            {
                session.Undo();
                return TreeFaults.Unknown(outcome.Faults) is { } unknown ? unknown : TreeFaults.Conflict(outcome.Faults);
            }
            if (!await SubtreeStore.IsBelowRootAsync(session, actor, row.Id, ct))
            {
                session.Undo();
                return AccessRules.OutOfReach();
            }
            audit.Append(session, actor, "category.create", row.Id.ToString(), before: null, row.Trail());
            return new CreatedAt<CategoryDetail>(
                $"/v1/categories/{row.Id}",
                await CategoryStore.DetailAsync(session, row, ct),
                TagOf(row, await Revisions.ReadAsync(session, ct)));
        }, ct);

    /// <summary>Change a category</summary>
    /// <remarks>
    /// A JSON Merge Patch: rename it, move it with <c>parentId</c> (null is the top), put it elsewhere among its siblings
    /// with <c>position</c>. No article is written; breadcrumbs and tags below follow with the next read. A former slug
    /// redirects.
    /// </remarks>
    /// <param name="id">Its id or its slug.</param>
    internal static Task<Changed> UpdateCategory(
        string id, IfMatch ifMatch, Patch<CategoryDraft> patch, Actor actor,
        HttpContext context, Database database, AuditLog audit, TimeProvider clock, CancellationToken ct) =>
        database.WriteAsync<Changed>(async session =>
        {
            if (await CategoryTreeStore.FindForWriteAsync(session, id, ct) is not { } row)
            {
                return NotFound(id);
            }
            if (Detour(row, id, context.Request) is { } detour)
            {
                return detour;
            }
            if (!await SubtreeStore.IsBelowRootAsync(session, actor, row.Id, ct))
            {
                return (Kept)AccessRules.OutOfReach();
            }
            if (!ifMatch.NamesOwn(row.OwnTag()))
            {
                return (Kept)new PreconditionFailedProblem(TagOf(row, await Revisions.ReadAsync(session, ct)));
            }
            var draft = await patch.ApplyAsync(row.ToDraft(), session);
            if (draft.Value is not { } wanted)
            {
                return new InvalidProblem(draft.Faults);
            }
            var outcome = await CategoryTreeStore.ChangeAsync(session, row, wanted, clock.GetUtcNow(), ct);
            if (outcome.Row is not { } changed)
            {
                session.Undo();
                return TreeFaults.Unknown(outcome.Faults) is { } unknown ? unknown : TreeFaults.Conflict(outcome.Faults);
            }
            if (!await SubtreeStore.IsBelowRootAsync(session, actor, row.Id, ct))
            {
                session.Undo();
                return (Kept)AccessRules.OutOfReach();
            }
            audit.AppendDifference(session, actor, "category.update", row.Id.ToString(), row.Trail(), changed.Trail());
            return new Written<CategoryDetail>(
                await CategoryStore.DetailAsync(session, changed, ct),
                TagOf(changed, await Revisions.ReadAsync(session, ct)));
        }, ct);

    /// <summary>Delete a category</summary>
    /// <remarks>Refused while it holds articles, drafts among them, or children; with <c>moveTo</c> they are moved first.</remarks>
    /// <param name="id">Its id or its slug.</param>
    /// <response code="204">It is gone, and its slugs are free.</response>
    internal static Task<Deleted> DeleteCategory(
        string id, IfMatch ifMatch, Query query, Actor actor,
        HttpContext context, Database database, CategoryTreeStore tree, AuditLog audit, TimeProvider clock, CancellationToken ct) =>
        database.WriteAsync<Deleted>(async session =>
        {
            if (await CategoryTreeStore.FindForWriteAsync(session, id, ct) is not { } row)
            {
                return NotFound(id);
            }
            if (Detour(row, id, context.Request) is { } detour)
            {
                return detour;
            }
            if (!await SubtreeStore.IsBelowRootAsync(session, actor, row.Id, ct))
            {
                return (Kept)AccessRules.OutOfReach();
            }
            if (!ifMatch.NamesOwn(row.OwnTag()))
            {
                return (Kept)new PreconditionFailedProblem(TagOf(row, await Revisions.ReadAsync(session, ct)));
            }
            if (query.Text(MoveTo.Name) is { } target && await CategoryStore.FindIdAsync(session, target, ct) is { } taker
                && !await SubtreeStore.CoversAsync(session, actor, ct, taker))
            {
                return (Kept)AccessRules.OutOfReach();
            }
            var faults = await tree.RemoveAsync(session, row, query.Text(MoveTo.Name), clock.GetUtcNow(), ct);
            if (faults.Count == 0)
            {
                var movedTo = query.Text(MoveTo.Name);
                audit.Append(session, actor, "category.delete", row.Id.ToString(), row.Trail(), movedTo is null ? null : new { movedTo });
                return TypedResults.NoContent();
            }
            session.Undo();
            return TreeFaults.Unknown(faults) is { } unknown ? unknown : TreeFaults.Conflict(faults);
        }, ct);

    // Two parts, "own.rest". If-Match compares the first, the category's own revision; the second covers what else is
    // shown: breadcrumb and children (tree), article count (articles), the zone of its times (site).
    private static string TagOf(CategoryRow row, RevisionSet revisions) => EntityTags.Join(
        row.OwnTag(), EntityTags.Of(revisions.Key(Revisions.Tree, Revisions.Articles, Revisions.Site)));

    private static MovedTo? Detour(CategoryRow row, string asked, HttpRequest request) =>
        CategoryStore.TryId(asked, out _) || row.Slug == asked
            ? null
            : new MovedTo($"/v1/categories/{row.Slug}{request.QueryString}");

    private static NotFoundProblem NotFound(string id) => new($"No category has the id or slug '{id}'.");
}
