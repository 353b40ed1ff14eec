namespace HeadlessCms.Access;

/// <summary>What a key may be allowed to do. The words are part of the contract.</summary>
internal static class Scopes
{
    /// <summary>Drafts, versions, differences.</summary>
    public const string DraftsRead = "drafts:read";

    /// <summary>Create and change articles.</summary>
    public const string ArticlesWrite = "articles:write";

    /// <summary>Publish, withdraw, and delete what is public or set to be.</summary>
    public const string ArticlesPublish = "articles:publish";

    /// <summary>The tree.</summary>
    public const string CategoriesWrite = "categories:write";

    /// <summary>List files and see what uses them.</summary>
    public const string AttachmentsRead = "attachments:read";

    /// <summary>Upload, describe and delete files.</summary>
    public const string AttachmentsWrite = "attachments:write";

    /// <summary>Who is told of changes by calls of ours.</summary>
    public const string WebhooksManage = "webhooks:manage";

    /// <summary>Confirm what was taken over from the change log, and see what partners confirmed.</summary>
    public const string ChangesRead = "changes:read";

    /// <summary>The site's settings, import, and erasing for good.</summary>
    public const string SiteManage = "site:manage";

    /// <summary>Give, rotate and revoke keys.</summary>
    public const string KeysManage = "keys:manage";

    /// <summary>The trail of who changed what.</summary>
    public const string AuditRead = "audit:read";

    /// <summary>Everything there is.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DraftsRead, ArticlesWrite, ArticlesPublish, CategoriesWrite, AttachmentsRead, AttachmentsWrite,
        WebhooksManage, ChangesRead, SiteManage, KeysManage, AuditRead,
    ];

    /// <summary>What is about the whole site: no key that is limited to a category may have it.</summary>
    public static IReadOnlyList<string> OfWholeSite { get; } = [WebhooksManage, SiteManage, KeysManage, AuditRead];
}
