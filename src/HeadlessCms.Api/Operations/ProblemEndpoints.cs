using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeadlessCms.Operations;

/// <summary>What each problem's <c>type</c> leads to: <c>/problems/{type}</c>.</summary>
internal static class ProblemEndpoints
{
    public static void MapProblems(this IEndpointRouteBuilder operations)
    {
        var problems = operations.MapGroup("/problems").WithTags("Operation");

        problems.MapGet("/", ListProblems).Produces<string>(StatusCodes.Status200OK, "text/html");
        problems.MapGet("/{type}", GetProblem).Produces<string>(StatusCodes.Status200OK, "text/html");
    }

    /// <summary>List the kinds of problems</summary>
    /// <remarks>A page for people: every <c>type</c> that a problem document can have.</remarks>
    internal static ContentHttpResult ListProblems() => Page(ProblemPage.OfAll(ProblemKinds.All));

    /// <summary>Explain a kind of problem</summary>
    /// <remarks>A page for people: what the <c>type</c> of a problem document means, and what to do.</remarks>
    /// <param name="type">The last part of the <c>type</c>.</param>
    internal static Results<ContentHttpResult, NotFoundProblem> GetProblem(string type) =>
        ProblemKinds.All.FirstOrDefault(kind => kind.Slug == type) is { } kind
            ? Page(ProblemPage.Of(kind))
            : new NotFoundProblem($"There is no kind of problem '{type}'.");

    private static ContentHttpResult Page(string html) => TypedResults.Content(html, "text/html; charset=utf-8");
}
