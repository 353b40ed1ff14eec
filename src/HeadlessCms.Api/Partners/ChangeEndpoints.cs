using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Partners;

/// <summary>Following what the public sees: <c>/v1/changes</c>.</summary>
internal static class ChangeEndpoints
{
    private const string Now = "now";
    private const string CursorForm = "^[A-Za-z0-9_.-]{1,512}$";

    private static readonly QueryParameter[] Parameters =
    [
        QueryParameter.Text("since", 512, CursorForm, "a cursor of an earlier answer, or now", "The `cursor` of the answer before. Left out: first all that is public, then what changes. `now`: only what changes from now on."),
        QueryParameter.Text("category", 80, "Id or slug of a category: only what concerns it with all below it; the same all the way."),
        QueryParameter.Flag("full", "`true`: with the articles whole, as they are public at the moment of reading."),
        QueryParameter.Integer("wait", 0, 60, 0, "How many seconds to wait when nothing is there yet; answered as soon as something is."),
        QueryParameter.Integer("limit", 1, 100, 100, "How many items to answer at most; may change from page to page."),
    ];

    private static readonly HeaderParameter LastEventId = new(
        "Last-Event-ID", "Of a stream: the `id` of the last event that came, from where it goes on; counts before `since`.")
    {
        Pattern = CursorForm,
        Maximum = 512,
    };

    public static IServiceCollection AddPartners(this IServiceCollection services) => services
        .AddSingleton<ChangeFeed>()
        .AddSingleton<ChangeWaiters>()
        .AddSingleton<ChangeLine>()
        .AddPartnerReceipts();

    public static void MapPartners(this IEndpointRouteBuilder v1)
    {
        var changes = v1.MapGroup("/changes").WithTags("Changes").WithSiteTimes();

        changes.MapGet("/", ListChanges).WithQuery(Parameters).WithHeader(LastEventId)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ChangePage), ["application/json", ChangeStream.MediaType]))
            .WithMetadata(new AnswerHeaders(StatusCodes.Status200OK, "X-Accel-Buffering"))
            .WithProblems(StatusCodes.Status410Gone, StatusCodes.Status503ServiceUnavailable);
        changes.MapReceipts();
    }

    /// <summary>Follow the changes</summary>
    /// <remarks>
    /// Everything that becomes different for the public, in the order in which it did, none ever left out: begin without
    /// <c>since</c>, keep what comes, and go on with each answer's <c>cursor</c>. First comes all that is public, then what
    /// changed since that began, so that a mirror is whole without a pause. Apply items in their order; one applied twice does
    /// no harm. With <c>full=true</c> an item whose article is not public at the moment of reading comes as <c>withdrawn</c> or
    /// <c>deleted</c>; with <c>category</c> one whose article lies elsewhere now comes as <c>withdrawn</c> because it
    /// <c>moved</c>. After a moved category, or with <c>full=true</c> a renamed one, come the articles that it brings, takes away
    /// or shows differently. With <c>Accept: text/event-stream</c> the same items come as events of their kind (Server-Sent
    /// Events), for as long as the connection lasts. With a key that has <c>changes:read</c> it is kept what of it was sent when.
    /// </remarks>
    /// <response code="410">The log no longer goes back so far; <c>restart</c> says where to start again.</response>
    /// <response code="503">As many wait for changes as may, by <c>wait</c> or on a stream. Try again later, or ask without waiting.</response>
    internal static async Task<Answers<ChangePage, InvalidProblem>> ListChanges(
        Query query, HttpContext context, Actor actor, Database database, Cursors cursors, ChangeLine line, CancellationToken ct)
    {
        var isStream = ChangeStream.IsAskedFor(context.Request);
        var last = context.Request.Headers.TryGetValue(LastEventId.Name, out var sent) ? sent.ToString() : null;
        if (last is not null && !TextForm.Fits(last, CursorForm))
        {
            return new(new InvalidProblem([Fault.In(LastEventId.Name, "wrong_form", "It is the `id` of no event.")]));
        }
        var since = isStream ? last ?? query.Text("since") : query.Text("since");
        var read = since is null or Now ? null : ChangeCursor.Read(cursors, since);
        if (since is not (null or Now) && read is null)
        {
            return new(Refused("It is not a cursor of the changes, or was tampered with."));
        }
        var category = await CategoryAsync(query.Text("category"), read?.Category, database, ct);
        if (query.Has("category") && category is null)
        {
            return new(new InvalidProblem([Fault.In("category", "unknown", $"No category has the id or slug '{query.Text("category")}'.")]));
        }
        if (read is { } known && known.Category != category)
        {
            return new(Refused("The cursor was made for another category; send the same all the way."));
        }
        var follower = new ChangeLineReader(context, actor)
        {
            Scope = new ChangeScope(category, query.Flag("full") == true),
            From = since == Now ? ChangePlace.After(await line.EndAsync(ct)) : read?.Place,
            Limit = (int)query.Integer("limit"),
            Patience = HttpMethods.IsHead(context.Request.Method) ? TimeSpan.Zero : TimeSpan.FromSeconds(query.Integer("wait")),
        };
        return new(isStream ? await line.StreamAsync(follower, ct) : await line.PageAsync(follower, ct));
    }

    // A cursor outlives its category: whoever follows one that was deleted is still told so.
    private static async Task<Guid?> CategoryAsync(string? idOrSlug, Guid? followed, Database database, CancellationToken ct)
    {
        if (idOrSlug is null)
        {
            return null;
        }
        var found = await database.ReadAsync(session => CategoryStore.FindIdAsync(session, idOrSlug, ct), ct);
        return found ?? (followed is { } id && idOrSlug == id.ToString() ? id : null);
    }

    private static InvalidProblem Refused(string detail) => new([Fault.In("since", "not_allowed", detail)]);
}
