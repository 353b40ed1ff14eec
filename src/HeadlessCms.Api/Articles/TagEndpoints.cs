using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Articles;

/// <summary>The tags of public articles: <c>/v1/tags</c>.</summary>
internal static class TagEndpoints
{
    public static void MapTags(this IEndpointRouteBuilder v1) =>
        v1.MapGroup("/tags").WithTags("Articles").MapGet("/", ListTags).WithQuery(QueryParameter.Flag("count", "true: add `total`."), Paging.Limit, Cursors.Parameter).KeepReady();

    /// <summary>List tags</summary>
    /// <remarks>Every tag that a public article carries, by name, with how many carry it.</remarks>
    internal static async Task<Answers<Page<Tag>, InvalidProblem>> ListTags(
        Query query, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, "tags") : null;
        if (query.Has("cursor") && after is null)
        {
            return new(Cursors.Refused());
        }
        var limit = (int)query.Integer("limit");
        return new(await database.ReadAsync<IResult>(async session =>
        {
            var revisions = await Revisions.ReadAsync(session, ct);
            var tag = EntityTags.Of("tags", context.Request.QueryString.Value, revisions.Key(Revisions.Articles));
            return await Conditional<Page<Tag>>.OfSnapshotAsync(context, tag, revisions.ChangedAt(Revisions.Articles), async () =>
            {
                var rows = await TagStore.ListAsync(session, after?.Key, limit, ct);
                var next = rows.Count > limit ? cursors.Write(new Position(rows[limit - 1].Name, Guid.Empty), "tags") : null;
                Paging.WriteNextLink(context, next);
                var total = query.Flag("count") == true ? await TagStore.CountAsync(session, ct) : (long?)null;
                return new Page<Tag> { Items = [.. rows.Take(limit)], NextCursor = next, Total = total };
            });
        }, ct));
    }
}
