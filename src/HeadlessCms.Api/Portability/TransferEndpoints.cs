using System.Globalization;
using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Portability;

/// <summary>A portal as lines of JSON, out and in: <c>/v1/export</c>, <c>/v1/import</c>.</summary>
internal static class TransferEndpoints
{
    /// <summary>Newline-delimited JSON.</summary>
    public const string MediaType = "application/x-ndjson";

    public static void MapTransfer(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/export", ExportPortal).WithTags("Site").RequireScope(Scopes.SiteManage)
            .WithQuery(
                QueryParameter.Text("category", 80, "Id or slug of a category: only articles that lie in it or below it, and the files they use."),
                QueryParameter.Time("since", "Only articles saved or shown since this instant, and the files they use."),
                QueryParameter.Flag("bytes", "`true`: with the files' bytes, so that it comes in anywhere."))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "Cache-Control", "Vary"));
        v1.MapPost("/import", ImportPortal).WithTags("Site").RequireScope(Scopes.SiteManage)
            .WithQuery(
                QueryParameter.Flag("dryRun", "`true`: only say what would be added and what is wrong; store nothing."),
                QueryParameter.Choice("onError", ["stop", "skip"], "stop", "What a wrong line does: `stop` leaves all as it was, `skip` passes over it."))
            .WithMetadata(new AnyBody("A portal as `GET /v1/export` answers it: newline-delimited JSON, each line a `TransferLine`, the last of kind `end`.", int.MaxValue))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ImportReport), ["application/json"]))
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>Export the portal</summary>
    /// <remarks>
    /// Newline-delimited JSON, of one moment: the site, the categories, the files, the articles as the public sees them, the others
    /// as they are being worked on, and at last a line of kind <c>end</c>, without which the answer was cut off. What is in the
    /// trash stays. Take the same again, or what has changed <c>since</c>, and import it: what is there is left alone.
    /// </remarks>
    internal static async Task<IResult> ExportPortal(
        Query query, Database database, TransferExport export, CancellationToken ct)
    {
        var named = query.Text("category");
        var category = named is null ? null : await database.ReadAsync(session => CategoryStore.FindIdAsync(session, named, ct), ct);
        return named is not null && category is null
            ? new InvalidProblem([Fault.In("category", "unknown", $"No category has the id or slug '{named}'.")])
            : new ExportAnswer(export, new(new(category, query.Time("since")), query.Flag("bytes") == true));
    }

    /// <summary>Import a portal</summary>
    /// <remarks>
    /// Every line is held to the rules of the API. What is there already, by its id or slug, is left alone, so the same can be sent
    /// again after a connection that was lost. A line that is wrong is named by its number, as is every other: with
    /// <c>onError=stop</c> nothing is stored then, and the answer is <c>400</c>. The last line is of kind <c>end</c>; what comes without it
    /// was cut off, and that is a fault of the line that is missing.
    /// </remarks>
    internal static async Task<IResult> ImportPortal(
        HttpRequest request, Query query, Retry retry, Actor actor, FileStore files, TransferImport import, IOptions<CmsOptions> options, CancellationToken ct)
    {
        await using var staged = await files.StageAsync(request.Body, options.Value.MaximumUploadBytes, ct);
        if (staged is null)
        {
            return new TooLargeProblem($"An import may have {options.Value.MaximumUploadBytes} bytes.");
        }
        if (await retry.AnswerAsync(Convert.FromHexString(staged.Sha256)) is { } before)
        {
            return before;
        }
        var wanted = new TransferOptions(query.Flag("dryRun") == true, query.Text("onError") == "skip");
        await using var lines = staged.OpenRead();
        var report = (await import.RunAsync(lines, wanted, actor, progress: null, ct)).ToReport();
        return report.Faults.Count > 0 && wanted is { DryRun: false, Skip: false } ? Refused(report) : TypedResults.Ok(report);
    }

    private static InvalidProblem Refused(ImportReport report) => new(report.Faults.Select(fault => Fault.At(
        string.Create(CultureInfo.InvariantCulture, $"/{fault.Line - 1}{(fault.Property is null ? "" : $"/{fault.Property}")}"),
        "wrong_line", $"Line {fault.Line}: {fault.Detail}")));

    // Written as it is read; nothing of it is held.
    private sealed class ExportAnswer(TransferExport export, TransferSelection selection) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = MediaType;
            httpContext.Response.Headers.CacheControl = "private, no-store";
            httpContext.Response.Headers.Vary = "Accept-Encoding, Authorization";
            if (!HttpMethods.IsHead(httpContext.Request.Method))
            {
                await export.WriteAsync(httpContext.Response.Body, selection, progress: null, httpContext.RequestAborted);
            }
        }
    }
}
