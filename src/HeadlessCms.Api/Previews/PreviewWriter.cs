using HeadlessCms.Access;
using HeadlessCms.Articles;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Previews;

/// <summary>Makes previews and revokes them, each with its trail.</summary>
internal sealed class PreviewWriter(Database database, PreviewTokens tokens, AuditLog audit, TimeProvider clock)
{
    /// <summary>A preview of a version that is there.</summary>
    public Task<IResult> AddAsync(string article, PreviewRequest request, Actor actor, CancellationToken ct) =>
        database.WriteAsync<IResult>(async session =>
        {
            // Locked before anything is asked, so that the article is not trashed or moved out of reach, nor the version
            // pruned, while a link to it is made.
            await session.LockAsync(Locks.Content, ct);
            var found = await ArticleIds.ForEditorAsync(session, article, actor, ct, request.Version is { } named ? [named] : []);
            if (found.Address is not { DraftVersion: { } latest } address)
            {
                return found.Instead!;
            }
            if (address.State == "trashed")
            {
                return new ConflictProblem("The article is in the trash. Restore it first.");
            }
            var version = request.Version ?? latest;
            if (!await ArticleVersionStore.ExistsAsync(session, address.ArticleId, version, ct))
            {
                return new InvalidProblem([Fault.At("/version", "unknown", $"The article has no version {version}.")]);
            }
            var row = RowOf(address.ArticleId, version, request, actor);
            await PreviewStore.AddAsync(session, row, ct);
            audit.Append(session, actor, "preview.create", row.Id.ToString(), before: null, row);
            return new CreatedAt<Preview>($"/v1/articles/{row.ArticleId}/previews/{row.Id}", ToContract(row), tag: null);
        }, ct);

    /// <summary>From now on its link opens nothing.</summary>
    public Task<IResult> RevokeAsync(string article, string preview, Actor actor, CancellationToken ct) =>
        database.WriteAsync<IResult>(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            var found = await ArticleIds.ForEditorAsync(session, article, actor, ct);
            if (found.Address is not { ArticleId: var id })
            {
                return found.Instead!;
            }
            if (!IdText.TryRead(preview, out var known)
                || await PreviewStore.FindAsync(session, id, known, actor.CategoryId, clock.GetUtcNow(), ct) is not { } row
                || !await PreviewStore.RemoveAsync(session, known, ct))
            {
                return NotFound(preview);
            }
            audit.Append(session, actor, "preview.revoke", preview, row, after: null);
            return TypedResults.NoContent();
        }, ct);

    /// <summary>As it is answered.</summary>
    public Preview ToContract(PreviewRow row)
    {
        var token = tokens.Write(row.Id);
        return new Preview
        {
            Id = row.Id,
            Token = token,
            Url = $"/v1/articles/{row.ArticleId}?{PreviewDoor.Parameter.Name}={token}",
            Version = row.Version,
            CreatedAt = row.CreatedAt,
            By = row.CreatedBy,
            ExpiresAt = row.ExpiresAt,
        };
    }

    /// <summary>The same words for what never was, has ended, or belongs to another article.</summary>
    public static NotFoundProblem NotFound(string preview) => new($"The article has no preview '{preview}'.");

    private PreviewRow RowOf(Guid articleId, long version, PreviewRequest request, Actor actor)
    {
        var now = clock.GetUtcNow();
        return new PreviewRow
        {
            Id = clock.NewId(now),
            ArticleId = articleId,
            Version = version,
            CreatedAt = now,
            CreatedBy = actor.Name,
            ExpiresAt = now.AddSeconds(request.ExpiresIn ?? PreviewRules.StandardSeconds),
        };
    }
}
