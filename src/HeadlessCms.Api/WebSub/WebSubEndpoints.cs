using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.WebSub;

/// <summary>Our own hub of WebSub, which feeds name: <c>/websub</c>.</summary>
internal static class WebSubEndpoints
{
    public static IServiceCollection AddWebSub(this IServiceCollection services) => services
        .AddBackground<WebSubFollower>()
        .AddSingleton<WebSubRequests>()
        .AddSingleton<WebSubCalls>()
        .AddJob<WebSubVerification>()
        .AddJob<WebSubHub>()
        .AddJob<OutsideHub>()
        .AddHttpClient(OutsideHub.Client, client => client.Timeout = TimeSpan.FromSeconds(10)).RemoveAllLoggers().Services;

    public static void MapWebSub(this IEndpointRouteBuilder app) => app.MapGroup("").WithOperationNames().WithValidation().WithTags("Syndication")
        .MapPost("/websub", RequestSubscription);

    /// <summary>Subscribe to a feed</summary>
    /// <remarks>
    /// The hub of WebSub (W3C) that feeds name as <c>rel="hub"</c>: whoever subscribes is sent a feed whenever it changes, instead of asking for it. The
    /// topic is the feed's <c>rel="self"</c>. The callback is asked whether it wants that (<c>hub.challenge</c>), soon after this answer; then it is called with the
    /// whole feed, and <c>X-Hub-Signature</c> where it gave a secret, until the lease ends. What it does not take is sent again as with webhooks; <c>410</c> ends the subscription.
    /// When the feed is no more, the callback is told so (<c>hub.mode=denied</c>).
    /// </remarks>
    /// <response code="202">The callback will be asked.</response>
    /// <response code="503">Too many callbacks wait to be asked, or are subscribed. Send it again later.</response>
    internal static async Task<Results<Accepted, InvalidProblem, UnavailableProblem>> RequestSubscription(
        WebSubForm form, WebSubRequests requests, CancellationToken ct) =>
        await requests.AddAsync(form, ct) switch
        {
            null => TypedResults.Accepted((string?)null),
            { Count: 0 } => new UnavailableProblem("Too many callbacks wait to be asked, or are subscribed."),
            var faults => new InvalidProblem(faults),
        };
}
