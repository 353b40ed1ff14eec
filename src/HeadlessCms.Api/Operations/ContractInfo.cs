using HeadlessCms.Platform.Http.OpenApi;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Operations;

/// <summary>What the contract says of the whole: title, server, how to name oneself, and the sections in the order of the docs.</summary>
internal sealed class ContractInfo : IOpenApiDocumentTransformer
{
    /// <summary>What each tag of an operation stands for.</summary>
    public static IReadOnlyList<(string Name, string Description)> Tags { get; } =
    [
        ("Articles", "What the portal publishes. What is published is public; every article also has a working copy, `version=draft`, that editors change."),
        ("Publishing", "What makes an article public, and what takes it away again."),
        ("Versions", "Every state an article was saved in: listed, read, compared, restored."),
        ("Previews", "Links that show a draft to people without a key, for a while."),
        ("Tags", "The words articles are marked with."),
        ("Categories", "The tree of sections, of any depth. Renaming or moving one writes no article."),
        ("Attachments", "Photos and files. They are public while a published article uses them."),
        ("Views", "How often articles are read. Counting changes no tag of an article."),
        ("Sharing", "QR codes, and what a page's head needs."),
        ("Syndication", "Feeds, sitemaps and what news agencies exchange: the same articles in other formats."),
        ("Site", "The site itself: its name, its zone, the form of its addresses."),
        ("Audit", "Who changed what, kept for ever in a chain that shows tampering."),
        ("Changes", "What became different for the public, in order: what mirrors, caches and partners follow."),
        ("Webhooks", "Addresses that are called when something becomes different for the public; what they are told is under `webhooks`."),
        ("Keys", "Who may call, and what. A key is shown once and kept as a hash."),
        ("Operation", "The server itself: whether it works, this contract, what its problems mean."),
    ];

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "HeadlessCms",
            Version = ContractServices.DocumentName,
            Summary = "A headless CMS for news portals.",
            Description =
                """
                Articles, categories and attachments of a news portal, for any front end.

                What is published is public; everything else needs a key, sent as `Authorization: Bearer <key>`. Times are RFC 3339 with the site's offset. Lists read on by cursor. Every error is a problem document (RFC 9457) whose `type` is a page on this server. Whatever answers GET answers HEAD and OPTIONS too.
                """,
            Contact = new OpenApiContact { Name = "The operator of this server" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers =
        [
            new OpenApiServer
            {
                Url = "/",
                Description = "The server this document came from, be it production, staging or local (http://127.0.0.1:5080 where nothing else was set).",
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(false) },
            },
        ];
        var used = document.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id).ToHashSet();
        document.Tags = Tags.Where(tag => used.Contains(tag.Name))
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        ContractSecurity.AddScheme(document);
        return Task.CompletedTask;
    }
}
