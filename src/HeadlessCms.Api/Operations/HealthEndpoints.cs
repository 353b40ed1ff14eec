using System.ComponentModel.DataAnnotations;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Operations;

/// <summary>Whether the server lives and can work: <c>/livez</c>, <c>/readyz</c>.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder operations)
    {
        var health = operations.MapGroup("").WithTags("Operation").WithMetadata(
            new AnswerHeaders(StatusCodes.Status200OK, "Cache-Control")).WithRateLimit(RateLimitClass.None);

        health.MapGet("/livez", GetLiveness);
        health.MapGet("/readyz", GetReadiness);
    }

    /// <summary>Ask whether the server lives</summary>
    /// <remarks>The process answers; nothing else is looked at. For whoever restarts it when it does not.</remarks>
    internal static Ok<Health> GetLiveness(HttpResponse response) => Fine(response);

    /// <summary>Ask whether the server can work</summary>
    /// <remarks>
    /// The database answers, its schema is the one this program knows, and the data directory takes files. For whoever
    /// sends it requests.
    /// </remarks>
    /// <response code="503">It cannot: the <c>detail</c> names the check that failed, and the server's log says why.</response>
    internal static async Task<Results<Ok<Health>, UnavailableProblem>> GetReadiness(
        Readiness readiness, HttpResponse response, CancellationToken ct) =>
        await readiness.FailedCheckAsync(ct) is { } check
            ? new UnavailableProblem($"The check '{check}' failed.")
            : Fine(response);

    private static Ok<Health> Fine(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Health { Status = "ok" });
    }
}

/// <summary>That all is well.</summary>
public sealed record Health
{
    /// <summary>Always <c>ok</c>: what is not well is a problem document.</summary>
    /// <example>ok</example>
    [AllowedValues("ok")]
    public required string Status { get; init; }
}
