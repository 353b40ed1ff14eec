using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Partners;

/// <summary>What reached whom: <c>/v1/changes/acks</c>, <c>/v1/changes/partners</c>.</summary>
internal static class PartnerEndpoints
{
    private static readonly QueryParameter ArticleId = QueryParameter.Ids(
        "articleId", 1, "An article that was withdrawn or deleted: says of each partner when that reached it.");

    public static IServiceCollection AddPartnerReceipts(this IServiceCollection services) => services
        .AddSingleton<PartnerReceipts>()
        .AddJob<ReceiptPruner>()
        .AddSingleton<IValidator<Acknowledgement>, PartnerRules>()
        .AddSingleton<IReferences<Acknowledgement>>(services => services.GetRequiredService<PartnerReceipts>());

    public static void MapReceipts(this IEndpointRouteBuilder changes)
    {
        changes.MapPost("/acks", AcknowledgeChanges).RequireScope(Scopes.ChangesRead);
        changes.MapGet("/partners", ListPartners).RequireScope(Scopes.ArticlesPublish).WithQuery(ArticleId, Paging.Limit, Cursors.Parameter);
    }

    /// <summary>Confirm changes</summary>
    /// <remarks>
    /// A partner says what it has applied: all up to a cursor, of the category that it was made for, or one takedown.
    /// Confirming again changes nothing; the first time counts.
    /// </remarks>
    /// <response code="200">How far the partner is.</response>
    internal static async Task<Results<Ok<Partner>, InvalidProblem>> AcknowledgeChanges(
        Body<Acknowledgement> body, Actor actor, PartnerReceipts receipts, CancellationToken ct)
    {
        var (partner, faults) = await receipts.AcknowledgeAsync(actor, body.Value, ct);
        return partner is null ? new InvalidProblem(faults) : TypedResults.Ok(partner);
    }

    /// <summary>List the partners</summary>
    /// <remarks>
    /// Each key that follows the changes, once for everything and once for each category that it follows: what was delivered
    /// to it and what it confirmed, and when. A delivery counts once it was sent; a snapshot, once it was sent to its end. A
    /// key that is limited to a category asks with <c>articleId</c>, of an article that the public last knew in its subtree.
    /// </remarks>
    /// <response code="403">The scope is missing, or the key is limited and the article not its own.</response>
    internal static async Task<Results<Conditional<Page<Partner>>, InvalidProblem, ForbiddenProblem>> ListPartners(
        Query query, HttpContext context, Actor actor, Database database, Cursors cursors, CancellationToken ct)
    {
        var article = query.Ids(ArticleId.Name)?[0];
        var filters = $"partners {article}";
        var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, filters) : null;
        if (query.Has("cursor") && after is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        return await database.ReadAsync<Results<Conditional<Page<Partner>>, InvalidProblem, ForbiddenProblem>>(async session =>
        {
            if (actor.CategoryId is not null && !await IsOwnAsync(session, actor, article, ct))
            {
                return AccessRules.OutOfReach();
            }
            var takedown = article is { } id ? await PartnerStore.TakedownAsync(session, id, ct) : null;
            if (article is not null && takedown is null)
            {
                return new InvalidProblem([Fault.In(ArticleId.Name, "unknown", "No withdrawal or deletion of that article is remembered.")]);
            }
            var rows = await PartnerStore.ListAsync(session, only: null, takedown, after is null ? null : new Follower(after.Key, after.Id), limit + 1, ct);
            var next = rows.Count > limit ? cursors.Write(new Position(rows[limit - 1].Id, rows[limit - 1].CategoryId), filters) : null;
            Paging.WriteNextLink(context, next);
            object page = new Page<Partner> { Items = [.. rows.Take(limit).Select(row => row.ToContract())], NextCursor = next };
            return Conditional<Page<Partner>>.OfBytes(_ => Task.FromResult(page));
        }, ct);
    }

    private static async Task<bool> IsOwnAsync(Session session, Actor actor, Guid? article, CancellationToken ct) =>
        article is { } id && await ChangeStore.LastCategoryAsync(session, id, ct) is { } category
        && await SubtreeStore.CoversAsync(session, actor, ct, category);
}
