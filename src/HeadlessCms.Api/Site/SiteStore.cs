using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Site;

/// <summary>The site's settings: one row, or the defaults.</summary>
internal sealed class SiteStore(Database database)
{
    private const string Columns =
        "name, domain, site_id_code, time_zone, default_locale, article_url_template, description, logo_id, tag_domain";

    /// <summary>The settings as they stand.</summary>
    public async Task<SiteSettings> GetAsync(CancellationToken ct) =>
        await database.FirstOrDefaultAsync<SiteSettings>($"SELECT {Columns} FROM site", null, ct) ?? SiteSettings.Default;

    /// <inheritdoc cref="GetAsync(CancellationToken)"/>
    public static async Task<SiteSettings> GetAsync(Session session, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<SiteSettings>($"SELECT {Columns} FROM site", null, ct) ?? SiteSettings.Default;

    /// <summary>Whether anybody ever said what the site is.</summary>
    public static async Task<bool> IsSetAsync(Session session, CancellationToken ct) =>
        await session.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM site", null, ct) > 0;

    /// <summary>What kind of file an attachment is; null when there is none of that id.</summary>
    public static Task<string?> MediaTypeAsync(Session session, Guid attachment, CancellationToken ct) =>
        session.FirstOrDefaultAsync<string>(
            "SELECT b.media_type FROM attachments a JOIN blobs b ON b.sha256 = a.sha256 WHERE a.id = @attachment", new { attachment }, ct);

    /// <summary>Replaces the settings.</summary>
    public static async Task SaveAsync(Session session, SiteSettings site, DateTimeOffset now, CancellationToken ct)
    {
        await Revisions.BumpAsync(session, Revisions.Site, now, ct);
        ChangeLog.Append(session, new Change { Kind = ChangeKind.Category, CategoryId = null, Reason = TreeReason.Site, OccurredAt = now });
        await session.ExecuteAsync(
            $"""
            INSERT INTO site (id, {Columns})
            VALUES (1, @Name, @Domain, @SiteIdCode, @TimeZone, @DefaultLocale, @ArticleUrlTemplate, @Description, @LogoId, @TagDomain)
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name,
                domain = excluded.domain,
                site_id_code = excluded.site_id_code,
                time_zone = excluded.time_zone,
                default_locale = excluded.default_locale,
                article_url_template = excluded.article_url_template,
                description = excluded.description,
                logo_id = excluded.logo_id,
                tag_domain = excluded.tag_domain
            """, site, ct);
    }
}
