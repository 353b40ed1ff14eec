using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;
using HeadlessCms.Webhooks.Deliveries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Webhooks;

/// <summary>What was sent to a webhook and what is to be: <c>/v1/webhooks/{id}/deliveries</c>, <c>/redeliver</c>, <c>/test</c>.</summary>
internal static class DeliveryEndpoints
{
    private static readonly QueryParameter State = QueryParameter.Choice("state", DeliveryState.All, null, "Only deliveries in this state.");

    private static readonly QueryParameter ArticleId = QueryParameter.Ids(
        "articleId", 1, "Only deliveries that tell of this article: whether its takedown, say, arrived.");

    public static void MapDeliveries(this RouteGroupBuilder webhooks)
    {
        webhooks.MapPost("/{id}/test", TestWebhook);
        webhooks.MapPost("/{id}/redeliver", RedeliverChanges).WithProblems(StatusCodes.Status422UnprocessableEntity);
        webhooks.MapGet("/{id}/deliveries", ListDeliveries).WithQuery(State, ArticleId, Cursors.Parameter, Paging.Limit);
        webhooks.MapGet("/{id}/deliveries/{deliveryId}", GetDelivery);
        webhooks.MapPost("/{id}/deliveries/{deliveryId}/redeliver", RedeliverOne);
    }

    /// <summary>Test a webhook</summary>
    /// <remarks>
    /// Calls it once with an event of type <c>webhook.test</c>, whatever kinds it names and also while it is not enabled. What came of it is told by the
    /// delivery, a moment later.
    /// </remarks>
    /// <param name="id">The webhook's id.</param>
    /// <response code="201">The delivery, at the address in <c>Location</c>.</response>
    internal static async Task<Results<CreatedAt<Delivery>, NotFoundProblem>> TestWebhook(
        string id, WebhookQueue queue, CancellationToken ct) =>
        IdText.TryRead(id, out var webhook) && await queue.TestAsync(webhook, ct) is { } delivery
            ? new CreatedAt<Delivery>($"/v1/webhooks/{webhook}/deliveries/{delivery.Id}", delivery, tag: null)
            : WebhookEndpoints.NotFound(id);

    /// <summary>Tell a webhook of changes again</summary>
    /// <remarks>
    /// All that happened in a stretch of time, of the kinds and the category that it names, as far as the change log goes back: what it took is sent again
    /// with the same id, what it was never told (it did not exist, was disabled, or had other filters) for the first time. Up to 10,000 changes at once.
    /// </remarks>
    /// <param name="id">The webhook's id.</param>
    /// <response code="422">There are more than 10,000 changes in it: name a shorter one.</response>
    internal static async Task<Results<Ok<Redelivered>, NotFoundProblem, NotReadyProblem>> RedeliverChanges(
        string id, Body<Redelivery> body, WebhookQueue queue, CancellationToken ct)
    {
        if (!IdText.TryRead(id, out var webhook) || await queue.RedeliverAsync(webhook, body.Value, ct) is not { } count)
        {
            return WebhookEndpoints.NotFound(id);
        }
        return count >= 0
            ? TypedResults.Ok(new Redelivered { Count = count })
            : new NotReadyProblem(
                $"More than {WebhookQueue.ChangesAtOnce} changes happened in it.",
                [Fault.At("/to", "too_many", "Name an earlier end, and go on from there.")]);
    }

    /// <summary>List a webhook's deliveries</summary>
    /// <remarks>
    /// The newest first. One that came to its end is kept for 30 days from then unless the settings say otherwise, one that is held because the webhook
    /// is not enabled for as long from when it was made, and one that waits until it has come to its end.
    /// </remarks>
    /// <param name="id">The webhook's id.</param>
    internal static async Task<Results<Conditional<Page<Delivery>>, InvalidProblem, NotFoundProblem>> ListDeliveries(
        string id, Query query, HttpContext context, Database database, Cursors cursors, CancellationToken ct)
    {
        var (state, article, limit) = (query.Text("state"), query.Ids(ArticleId.Name)?[0], (int)query.Integer("limit"));
        var filters = $"deliveries {id.ToLowerInvariant()} {state} {article}";
        var before = query.Text("cursor") is { } cursor ? cursors.Read(cursor, filters) : null;
        if (query.Has("cursor") && before is null)
        {
            return Cursors.Refused();
        }
        return await database.ReadAsync<Results<Conditional<Page<Delivery>>, InvalidProblem, NotFoundProblem>>(async session =>
        {
            if (!IdText.TryRead(id, out var webhook) || await WebhookStore.FindAsync(session, webhook, ct) is null)
            {
                return WebhookEndpoints.NotFound(id);
            }
            var rows = await DeliveryStore.ListAsync(session, webhook, state, article, before?.Id, limit, ct);
            var next = rows.Count > limit ? cursors.Write(new Position("", rows[limit - 1].Id), filters) : null;
            Paging.WriteNextLink(context, next);
            object page = new Page<Delivery> { Items = [.. rows.Take(limit).Select(row => row.ToContract())], NextCursor = next };
            return Conditional<Page<Delivery>>.OfBytes(_ => Task.FromResult(page));
        }, ct);
    }

    /// <summary>Get a delivery</summary>
    /// <remarks>What is said in it, and what came of each call.</remarks>
    /// <param name="id">The webhook's id.</param>
    /// <param name="deliveryId">The delivery's id.</param>
    internal static Task<Results<Conditional<DeliveryDetail>, NotFoundProblem>> GetDelivery(
        string id, string deliveryId, Database database, CancellationToken ct) =>
        database.ReadAsync<Results<Conditional<DeliveryDetail>, NotFoundProblem>>(
            async session => IdText.TryRead(id, out var webhook) && IdText.TryRead(deliveryId, out var delivery)
                && await DeliveryStore.FindAsync(session, webhook, delivery, ct) is { } found
                ? Conditional<DeliveryDetail>.OfBytes(_ => Task.FromResult<object>(found.ToDetail()))
                : NotFound(deliveryId),
            ct);

    /// <summary>Send a delivery again</summary>
    /// <remarks>
    /// With the same id and body, whatever came of it before, and from the start of its retries. While the webhook is not enabled it is held.
    /// </remarks>
    /// <param name="id">The webhook's id.</param>
    /// <param name="deliveryId">The delivery's id.</param>
    internal static async Task<Results<Ok<Delivery>, NotFoundProblem>> RedeliverOne(
        string id, string deliveryId, WebhookQueue queue, CancellationToken ct) =>
        IdText.TryRead(id, out var webhook) && IdText.TryRead(deliveryId, out var delivery)
        && await queue.RedeliverAsync(webhook, delivery, ct) is { } again
            ? TypedResults.Ok(again)
            : NotFound(deliveryId);

    private static NotFoundProblem NotFound(string id) => new($"The webhook has no delivery with the id '{id}'.");
}
