using HeadlessCms.Access;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Articles;

/// <summary>Saves states of articles: each a new version, in one transaction with everything that follows from it.</summary>
internal sealed class ArticleWriter(
    Database database, SiteStore sites, WorkingCopies workingCopies, AuditLog audit, TimeProvider clock)
{
    /// <summary>A new article as a draft.</summary>
    public async Task<ArticleWrite> CreateAsync(ArticleDraft draft, Actor actor, CancellationToken ct)
    {
        var prepared = PreparedDraft.From(draft, (await sites.GetAsync(ct)).DefaultLocale);
        var now = clock.GetUtcNow();
        var id = clock.NewId(now);
        return await database.WriteAsync(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            var found = await ArticleReferences.ResolveAsync(session, id, prepared, new Naming(actor), ct);
            if (found.Faults.Count > 0)
            {
                return ArticleWrite.Refused(new InvalidProblem(found.Faults));
            }
            if (!found.IsWithinReach)
            {
                return ArticleWrite.Refused(AccessRules.OutOfReach());
            }
            if (await ClaimAsync(session, id, found.Draft, ct) is not { } slug)
            {
                session.Undo();
                return ArticleWrite.Refused(SlugTaken(found.Draft.Slug!));
            }
            await ArticleWriteStore.AddArticleAsync(session, id, now, ct);
            await ViewTotalStore.AddAsync(session, id, baseline: 0, ct);
            var version = Save(id, 1, slug, found, prepared, actor, now);
            await ArticleWriteStore.AddVersionAsync(session, version, ct);
            await ArticleWriteStore.PutDraftAsync(session, version, state: "draft", firstPublishedAt: null, createdAt: now, ct);
            audit.Append(session, actor, "article.create", id.ToString(), before: null, ArticleTrail.Of(version));
            return await workingCopies.ShowAsync(session, id, actor);
        }, ct);
    }

    /// <summary>A new version of what is there, made by <paramref name="change"/> from the working copy.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="ifMatch">Which state the client knows.</param>
    /// <param name="change">The new whole, or what is wrong with it.</param>
    /// <param name="actor">Who saves it.</param>
    /// <param name="ct">Cancels until the commit begins.</param>
    public Task<ArticleWrite> ChangeAsync(
        Guid id, IfMatch ifMatch, Func<ArticleDraft, Task<Checked<ArticleDraft>>> change, Actor actor, CancellationToken ct) =>
        ChangeAsync(id, ifMatch, change, restoredFrom: null, actor, ct);

    /// <summary>A new version that says what an earlier one said; nothing when the working copy says just that.</summary>
    public async Task<ArticleWrite> RestoreAsync(
        Guid id, IfMatch ifMatch, VersionToRestore wanted, Actor actor, CancellationToken ct) =>
        await database.ReadAsync(session => ArticleVersionStore.FindAsync(session, id, wanted.Version, ct), ct) is { } earlier
            ? await ChangeAsync(
                id, ifMatch,
                _ => Task.FromResult(new Checked<ArticleDraft>(earlier.ToDraft() with { ChangeNote = wanted.ChangeNote }, [])),
                earlier.Version, actor, ct)
            : ArticleWrite.Refused(PublicArticles.NoVersion(wanted.Version));

    private async Task<ArticleWrite> ChangeAsync(
        Guid id, IfMatch ifMatch, Func<ArticleDraft, Task<Checked<ArticleDraft>>> change, long? restoredFrom, Actor actor, CancellationToken ct)
    {
        var locale = (await sites.GetAsync(ct)).DefaultLocale;
        // The text is made safe before the writer is asked for; if somebody else was faster, once more.
        while (true)
        {
            var before = await database.ReadAsync(session => ArticleStore.FindAsync(session, id, "draft", ct), ct);
            if (Refusal(before, id, ifMatch) is { } refusal)
            {
                return ArticleWrite.Refused(refusal);
            }
            var changed = await change(PreparedDraft.Of(before!));
            if (changed.Value is null)
            {
                return ArticleWrite.Refused(new InvalidProblem(changed.Faults));
            }
            var prepared = PreparedDraft.From(changed.Value with { Slug = changed.Value.Slug ?? before!.Slug }, locale);
            if (await SaveAsync(before!, prepared, restoredFrom, actor, ct) is { } written)
            {
                return written;
            }
        }
    }

    // Null: the working copy is no longer the one this was made from.
    private Task<ArticleWrite?> SaveAsync(ArticleRow before, PreparedDraft prepared, long? restoredFrom, Actor actor, CancellationToken ct)
    {
        var (id, now) = (before.ArticleId, clock.GetUtcNow());
        return database.WriteAsync<ArticleWrite?>(async session =>
        {
            await session.LockAsync(Locks.Content, ct);
            // Published, trashed, or in another category by now: what was made of the old state is made anew.
            if (!await ArticleWriteStore.IsAtAsync(session, id, before.Revision, ct))
            {
                return null;
            }
            if (!await SubtreeStore.CoversArticleAsync(session, actor, id, ct))
            {
                return ArticleWrite.Refused(AccessRules.OutOfReach());
            }
            var found = await ArticleReferences.ResolveAsync(session, id, prepared, new Naming(actor, before, restoredFrom is not null), ct);
            if (found.Faults.Count > 0)
            {
                return ArticleWrite.Refused(restoredFrom is null
                    ? new InvalidProblem(found.Faults)
                    : new NotReadyProblem("The version cannot be restored: `errors` names what it refers to and is no more.", found.Faults));
            }
            if (!found.IsWithinReach)
            {
                return ArticleWrite.Refused(AccessRules.OutOfReach());
            }
            var version = Save(id, before.LatestVersion + 1, prepared.Draft.Slug!, found, prepared, actor, now);
            version = version with { Changed = ArticleChanges.Names(PreparedDraft.Of(before), version), RestoredFrom = restoredFrom };
            if (IsUnchanged(before, version))
            {
                return await workingCopies.ShowAsync(session, id, actor);
            }
            var firstPublishedAt = await ArticleWriteStore.AdvanceAsync(session, id, ct);
            if (!await ArticleWriteStore.ClaimSlugAsync(session, id, version.Slug, ct))
            {
                session.Undo();
                return ArticleWrite.Refused(SlugTaken(version.Slug));
            }
            await ArticleWriteStore.ReleaseSlugsAsync(session, id, version.Slug, ct);
            await ArticleWriteStore.AddVersionAsync(session, version, ct);
            await ArticleWriteStore.PutDraftAsync(session, version, before.State, firstPublishedAt, before.CreatedAt, ct);
            audit.AppendDifference(
                session, actor, restoredFrom is null ? "article.update" : "version.restore", id.ToString(),
                ArticleTrail.Of(before), ArticleTrail.Of(version));
            return await workingCopies.ShowAsync(session, id, actor);
        }, ct);
    }

    /// <summary>404, 409 in the trash, 412 or null.</summary>
    private static IResult? Refusal(ArticleRow? row, Guid id, IfMatch ifMatch) => row switch
    {
        null => PublicArticles.NotFound(id.ToString()),
        { State: "trashed" } => new ConflictProblem("The article is in the trash. Restore it first."),
        _ when !ifMatch.NamesOwn(ArticleTags.Own(row)) => new PreconditionFailedProblem(ArticleTags.Own(row)),
        _ => null,
    };

    private static async Task<string?> ClaimAsync(Session session, Guid id, ArticleDraft draft, CancellationToken ct)
    {
        if (draft.Slug is not null)
        {
            return await ArticleWriteStore.ClaimSlugAsync(session, id, draft.Slug, ct) ? draft.Slug : null;
        }
        return await ArticleSlugs.ClaimFreeAsync(session, id, ArticleSlugs.From(draft.Title!, id), ct);
    }

    private static ArticleVersion Save(
        Guid id, long version, string slug, ArticleReferences found, PreparedDraft prepared, Actor actor, DateTimeOffset now) => new()
        {
            ArticleId = id,
            Version = version,
            Slug = slug,
            CategoryId = found.CategoryId,
            TranslationOf = found.TranslationOf,
            Draft = found.Draft with { Slug = slug, ChangeNote = null },
            Body = prepared.Body,
            BodySource = prepared.BodySource,
            Files = found.Files,
            SavedAt = now,
            SavedBy = actor.Name,
            ChangeNote = prepared.Draft.ChangeNote,
        };

    private static bool IsUnchanged(ArticleRow before, ArticleVersion version) =>
        before.Content == StoredJson.Write(version.Draft)
        && before.Body == version.Body && before.BodySource == version.BodySource && before.CategoryId == version.CategoryId;

    private static ConflictProblem SlugTaken(string slug) => new(
        $"Another article has, or had, the slug '{slug}'.", Fault.At("/slug", "taken", "Choose another slug."));
}

/// <summary>Which version to repeat, and why.</summary>
internal sealed record VersionToRestore(long Version, string? ChangeNote);
