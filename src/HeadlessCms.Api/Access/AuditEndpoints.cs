using System.Globalization;
using System.Text.Json.Nodes;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Access;

/// <summary>The audit trail: <c>/v1/audit</c>. It is read, and nothing else.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder v1) =>
        v1.MapGroup("/audit").WithTags("Audit").WithSiteTimes().MapGet("/", ListAuditEntries).RequireScope(Scopes.AuditRead).WithQuery(
            QueryParameter.Text("actor", 100, "Entries of this actor: a key's id, or a name."),
            QueryParameter.Text("action", 100, "^[a-z]+\\.[a-zA-Z]+$", "an action such as article.publish", "Entries of this action, such as `article.publish`."),
            QueryParameter.Choice("targetType", AuditLog.TargetTypes, null, "Entries about things of this kind."),
            QueryParameter.Text("targetId", 100, "Entries about the thing with this id."),
            QueryParameter.Time("from", "Entries of this instant or later."),
            QueryParameter.Time("to", "Entries before this instant."),
            Paging.Limit, Cursors.Parameter, Paging.Count);

    /// <summary>List the audit trail</summary>
    /// <remarks>
    /// Who changed what, newest first. Entries are written in the transaction of the change and never changed or removed;
    /// each is chained to the one before by a keyed hash, which the command <c>check</c> verifies.
    /// </remarks>
    internal static async Task<Results<Conditional<Page<AuditEntry>>, InvalidProblem>> ListAuditEntries(
        Query query, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        var filter = AuditFilter.Of(query);
        var after = query.Text("cursor") is { } cursor ? cursors.Read(cursor, filter.ToKey()) : null;
        if (query.Has("cursor") && after is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        return await (query.Flag("count") == true ? database.SlowReadAsync(ReadAsync, ct) : database.ReadAsync(ReadAsync, ct));

        async Task<Results<Conditional<Page<AuditEntry>>, InvalidProblem>> ReadAsync(Session session)
        {
            var before = after is null ? (long?)null : long.Parse(after.Key, CultureInfo.InvariantCulture);
            var rows = await AuditStore.ListAsync(session, filter, before, limit + 1, ct);
            var next = rows.Count > limit
                ? cursors.Write(new Position(rows[limit - 1].Seq.ToString(CultureInfo.InvariantCulture), Guid.Empty), filter.ToKey())
                : null;
            Paging.WriteNextLink(context, next);
            object page = new Page<AuditEntry>
            {
                Items = [.. rows.Take(limit).Select(EntryOf)],
                NextCursor = next,
                Total = query.Flag("count") == true ? await AuditStore.CountAsync(session, filter, ct) : null,
            };
            return Conditional<Page<AuditEntry>>.OfBytes(_ => Task.FromResult(page));
        }
    }

    private static AuditEntry EntryOf(AuditRow row) => new()
    {
        Id = row.Id,
        At = row.At,
        Action = row.Action,
        Actor = new AuditActor { KeyId = row.KeyId, Name = row.ActorName },
        Target = new AuditTarget { Type = row.TargetType, Id = row.TargetId },
        Before = row.Before is null ? null : JsonNode.Parse(row.Before)!.AsObject(),
        After = row.After is null ? null : JsonNode.Parse(row.After)!.AsObject(),
        RequestId = row.RequestId,
    };
}
