using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Http.OpenApi;
using HeadlessCms.Platform.Jobs;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using HeadlessCms.Webhooks.Deliveries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;

namespace HeadlessCms.Webhooks;

/// <summary>Who is told of changes by calls of ours: <c>/v1/webhooks</c>.</summary>
internal static class WebhookEndpoints
{
    private const int UsualOverlap = 86_400; // seconds

    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookSecrets>()
        .AddSingleton<WebhookWriter>()
        .AddSingleton<WebhookMessages>()
        .AddSingleton<WebhookQueue>()
        .AddBackground<WebhookOutbox>()
        .AddSingleton<DeliveryRecorder>()
        .AddSingleton<DeliveryLanes>()
        .AddBackground<WebhookDispatcher>()
        .AddJob<DeliveryPruner>()
        .AddSingleton<IValidator<WebhookDraft>, WebhookRules>()
        .AddSingleton<IReferences<WebhookDraft>, WebhookReferences>()
        .AddSingleton<IValidator<WebhookRotation>, WebhookRotationRules>()
        .AddSingleton<IValidator<Redelivery>, RedeliveryRules>()
        .Configure<OpenApiOptions>(ContractServices.DocumentName, options => options.AddDocumentTransformer<WebhookSchemas>());

    public static void MapWebhooks(this IEndpointRouteBuilder v1)
    {
        var webhooks = v1.MapGroup("/webhooks").WithTags("Webhooks").WithSiteTimes().RequireScope(Scopes.WebhooksManage);

        webhooks.MapGet("/", ListWebhooks).WithQuery(Cursors.Parameter, Paging.Limit, Paging.Count);
        webhooks.MapPost("/", CreateWebhook).ShowsOnce("secret");
        webhooks.MapGet("/{id}", GetWebhook);
        webhooks.MapPatch("/{id}", ChangeWebhook);
        webhooks.MapDelete("/{id}", DeleteWebhook);
        webhooks.MapPost("/{id}/rotate", RotateWebhook).ShowsOnce("secret");
        webhooks.MapDeliveries();
    }

    /// <summary>List the webhooks</summary>
    /// <remarks>The newest first, each with how it has been doing; never with its secret.</remarks>
    internal static async Task<Results<Conditional<Page<Webhook>>, InvalidProblem>> ListWebhooks(
        Query query, HttpContext context, Database database, Cursors cursors, TimeProvider clock, CancellationToken ct)
    {
        var before = query.Text("cursor") is { } cursor ? cursors.Read(cursor, "webhooks") : null;
        if (query.Has("cursor") && before is null)
        {
            return Cursors.Refused();
        }
        var limit = (int)query.Integer("limit");
        return await database.ReadAsync(async session =>
        {
            var rows = await WebhookStore.ListAsync(session, before?.Id, limit, ct);
            var next = rows.Count > limit ? cursors.Write(new Position("", rows[limit - 1].Id), "webhooks") : null;
            var total = query.Flag("count") == true ? await WebhookStore.CountAsync(session, ct) : (long?)null;
            Paging.WriteNextLink(context, next);
            object page = new Page<Webhook> { Items = [.. rows.Take(limit).Select(row => row.ToContract(clock.GetUtcNow()))], NextCursor = next, Total = total };
            return Conditional<Page<Webhook>>.OfBytes(_ => Task.FromResult(page));
        }, ct);
    }

    /// <summary>Create a webhook</summary>
    /// <remarks>
    /// From now on its address is called for each change of the kinds and of the category that it names, as Standard Webhooks 1.0
    /// says: <c>webhook-id</c>, <c>webhook-timestamp</c>, <c>webhook-signature</c>, and a body as under <c>webhooks</c> in this document. Whatever
    /// status from 200 to 299 says that it was taken, within 15 seconds unless the settings say otherwise. Else it is called again, after 5 seconds, 5 and 30 minutes,
    /// 2, 5, 10, 14, 20 and 24 hours, with the same id and body and a fresh timestamp and signature; <c>Retry-After</c> is kept to. <c>410</c>
    /// disables it. A call may come twice and then has the same id; of one article calls come in their order.
    /// </remarks>
    /// <response code="201">The webhook with its secret, this once.</response>
    internal static async Task<Results<CreatedAt<NewWebhook>, InvalidProblem>> CreateWebhook(
        Body<WebhookDraft> body, Actor actor, WebhookWriter webhooks, CancellationToken ct) =>
        await webhooks.AddAsync(actor, body.Value, ct) switch
        {
            { Webhook: { } made, Secret: { } secret } => new CreatedAt<NewWebhook>($"/v1/webhooks/{made.Id}", new NewWebhook(made, secret), tag: null),
            var refused => new InvalidProblem(refused.Faults!), // one of the two
        };

    /// <summary>Get a webhook</summary>
    /// <remarks>What it is told of and how it has been doing; never its secret.</remarks>
    /// <param name="id">Its id.</param>
    internal static Task<Results<Conditional<Webhook>, NotFoundProblem>> GetWebhook(
        string id, Database database, TimeProvider clock, CancellationToken ct) =>
        database.ReadAsync<Results<Conditional<Webhook>, NotFoundProblem>>(
            async session => IdText.TryRead(id, out var webhook) && await WebhookStore.FindAsync(session, webhook, ct) is { } found
                ? Conditional<Webhook>.OfBytes(_ => Task.FromResult<object>(found.ToContract(clock.GetUtcNow())))
                : NotFound(id),
            ct);

    /// <summary>Change a webhook</summary>
    /// <remarks>
    /// A JSON Merge Patch. What waits goes to its new address; another choice of kinds or category holds for what happens from now on. With <c>enabled</c> it is
    /// switched off and on, also after it was disabled; what waited goes on, and <c>/redeliver</c> makes up for what happened meanwhile.
    /// </remarks>
    /// <param name="id">Its id.</param>
    internal static async Task<Results<Written<Webhook>, NotFoundProblem, InvalidProblem>> ChangeWebhook(
        string id, Patch<WebhookDraft> patch, Actor actor, WebhookWriter webhooks, CancellationToken ct) =>
        (IdText.TryRead(id, out var webhook) ? await webhooks.ChangeAsync(actor, webhook, patch, ct) : new()) switch
        {
            { Webhook: { } changed } => new Written<Webhook>(changed, tag: null),
            { Faults: { } faults } => new InvalidProblem(faults),
            _ => NotFound(id),
        };

    /// <summary>Delete a webhook</summary>
    /// <remarks>It is not called any more, not even for what waits; a call under way may still arrive. Its deliveries are forgotten.</remarks>
    /// <param name="id">Its id.</param>
    /// <response code="204">It is gone.</response>
    internal static async Task<Results<NoContent, NotFoundProblem>> DeleteWebhook(
        string id, Actor actor, WebhookWriter webhooks, CancellationToken ct) =>
        IdText.TryRead(id, out var webhook) && await webhooks.RemoveAsync(actor, webhook, ct) ? TypedResults.NoContent() : NotFound(id);

    /// <summary>Rotate a webhook's secret</summary>
    /// <remarks>
    /// Another secret, shown this once. For <c>overlap</c> seconds, a day unless said otherwise, calls carry a signature by each of the
    /// two; 0 ends the one before at once. A secret from before the last rotation has ended with it.
    /// </remarks>
    /// <param name="id">Its id.</param>
    /// <response code="200">The webhook with its new secret, this once.</response>
    internal static async Task<Results<Written<NewWebhook>, NotFoundProblem>> RotateWebhook(
        string id, OptionalBody<WebhookRotation> body, Actor actor, WebhookWriter webhooks, CancellationToken ct) =>
        IdText.TryRead(id, out var webhook)
        && await webhooks.RotateAsync(actor, webhook, TimeSpan.FromSeconds(body.Value.Overlap ?? UsualOverlap), ct) is { Webhook: { } rotated, Secret: { } secret }
            ? new Written<NewWebhook>(new NewWebhook(rotated, secret), tag: null)
            : NotFound(id);

    internal static NotFoundProblem NotFound(string id) => new($"No webhook has the id '{id}'.");
}
