using HeadlessCms.Platform.Jobs;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>Properties of an operation's answer that are shown once; put on the route by <see cref="IdempotencyRoutes.ShowsOnce"/>.</summary>
internal sealed record ShownOnce(IReadOnlyList<string> Properties);

/// <summary>
/// How the group gets <c>Idempotency-Key</c>: every POST takes one, does its work at most once for it, and answers a
/// retry as it answered before.
/// </summary>
internal static class IdempotencyRoutes
{
    /// <summary>The request's header.</summary>
    public const string Key = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>What a key looks like: visible ASCII.</summary>
    public const string KeyForm = "^[!-~]{1,255}$";

    private static readonly HeaderParameter KeyHeader = new(
        Key,
        "A name of your own for this request, such as a UUID. Sent again within 24 hours by the same caller to the same path, with the same body, "
        + "it is answered as the first time and does nothing more; with another body, `422`. Refusals are not kept: correct the request and send it again.")
    {
        Pattern = KeyForm,
        Maximum = 255,
        Example = "8e03978e-40d5-43e8-bc93-6894a57f9324",
    };

    /// <summary>Registers what it needs.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services
        .AddSingleton<RequestNames>()
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<IdempotencyFilter>()
        .AddJob<IdempotencySweeper>();

    /// <summary>Lets every POST take a key. The outermost filter: a retry is answered before anything is checked anew.</summary>
    public static TBuilder WithIdempotency<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            if (IsPost(endpoint))
            {
                endpoint.FilterFactories.Add((_, next) => invocation => invocation.HttpContext.Request.Headers.ContainsKey(Key)
                    ? invocation.HttpContext.RequestServices.GetRequiredService<IdempotencyFilter>().InvokeAsync(invocation, next)
                    : next(invocation));
            }
        });
        builder.Finally(Describe);
        return builder;
    }

    /// <summary>
    /// Names properties of the answer (the first level) that hold a secret: it is stored without them, and a retry finds
    /// null there.
    /// </summary>
    public static TBuilder ShowsOnce<TBuilder>(this TBuilder builder, params string[] properties) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ShownOnce(properties));

    private static void Describe(EndpointBuilder endpoint)
    {
        if (!IsPost(endpoint))
        {
            return;
        }
        var answers = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode);
        foreach (var status in answers.Where(status => status is >= 200 and < 300).Distinct().ToList())
        {
            endpoint.Metadata.Add(new AnswerHeaders(status, Replayed));
        }
        endpoint.Metadata.Add(KeyHeader);
        endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status409Conflict));
        endpoint.Metadata.Add(new ProblemResponse(StatusCodes.Status422UnprocessableEntity));
    }

    private static bool IsPost(EndpointBuilder endpoint) =>
        endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods.Contains(HttpMethods.Post) ?? false;
}
