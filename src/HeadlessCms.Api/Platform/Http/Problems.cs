namespace HeadlessCms.Platform.Http;

/// <summary>Nothing has that id or slug, or it is not for this caller to know.</summary>
internal sealed class NotFoundProblem(string detail) : Problem<NotFoundProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status404NotFound;
    public static string Slug => "not-found";
    public static string Title => "There is nothing here";
    public static string Meaning =>
        "No resource has that address. A resource that is not public answers the same to callers who may not see it.";
    public static string Detail => "No operation has this path.";
}

/// <summary>It was public and is no longer.</summary>
internal sealed class GoneProblem(string detail) : Problem<GoneProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status410Gone;
    public static string Slug => "gone";
    public static string Title => "It was public and has been withdrawn";
    public static string Meaning =>
        "The article was public once. `withdrawnAt` says until when, `reason` why. Remove your copy.";

    /// <summary>Says when and why.</summary>
    public GoneProblem Since(DateTimeOffset withdrawnAt, string reason)
    {
        Extensions["withdrawnAt"] = withdrawnAt;
        Extensions["reason"] = reason;
        return this;
    }
}

/// <summary>The place to read on from lies before what is remembered.</summary>
internal sealed class ForgottenProblem : Problem<ForgottenProblem>, IProblemKind
{
    public ForgottenProblem(string restart)
        : base($"The changes after that cursor are no longer remembered. Start again at {restart}.") => Extensions["restart"] = restart;

    public static int Status => StatusCodes.Status410Gone;
    public static string Slug => "forgotten";
    public static string Title => "The log no longer goes back so far";
    public static string Meaning =>
        "Changes are remembered for a time (400 days unless set otherwise). Start again at `restart`, and remove what the snapshot does not tell.";
}

/// <summary>The request names something in a wrong way; every fault is listed.</summary>
internal sealed class InvalidProblem(IEnumerable<Fault> faults)
    : Problem<InvalidProblem>("The request breaks rules; `errors` names each."), IProblemKind
{
    public static int Status => StatusCodes.Status400BadRequest;
    public static string Slug => "invalid";
    public static string Title => "The request breaks rules";
    public static string Meaning =>
        "`errors` names every fault (the first 100 of more): `pointer` (RFC 6901) into the body or `parameter` of the query, a stable `code`, and a `detail` for people.";
    public static string Detail => "The request cannot be read.";

    /// <summary>How many faults one answer names: enough for every form people fill in, and no answer larger than its request.</summary>
    public const int MostFaults = 100;

    internal override IReadOnlyList<Fault> Faults { get; } = [.. faults.Take(MostFaults)];
}

/// <summary>The request is well formed, but what it asks for is not ready.</summary>
internal sealed class NotReadyProblem(string detail, IEnumerable<Fault> faults)
    : Problem<NotReadyProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status422UnprocessableEntity;
    public static string Slug => "not-ready";
    public static string Title => "It is not ready for this";
    public static string Meaning =>
        "What is stored does not yet allow the step, for example publishing while an image lacks its `alt`. `errors` names every place.";

    internal override IReadOnlyList<Fault> Faults { get; } = [.. faults];
}

/// <summary>It would clash with what is stored.</summary>
internal sealed class ConflictProblem(string detail, params IEnumerable<Fault> faults)
    : Problem<ConflictProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status409Conflict;
    public static string Slug => "conflict";
    public static string Title => "It would clash with what is stored";
    public static string Meaning =>
        "A slug or a sibling's name is taken, a category would lie below itself, or something still in use would be deleted.";

    internal override IReadOnlyList<Fault> Faults { get; } = [.. faults];
}

/// <summary>The same request is under way.</summary>
internal sealed class InFlightProblem() : Problem<InFlightProblem>(
    "A request with the same Idempotency-Key is not finished yet. Send it again in a moment: what that one comes to will be the answer."), IProblemKind
{
    public static int Status => StatusCodes.Status409Conflict;
    public static string Slug => "in-flight";
    public static string Title => "The same request is under way";
    public static string Meaning => "A request with the same `Idempotency-Key` is not finished yet. Send it again after `Retry-After` seconds.";

    protected override void WriteHeaders(HttpResponse response) => response.Headers.RetryAfter = "1";
}

/// <summary>The key names another request.</summary>
internal sealed class KeyReusedProblem() : Problem<KeyReusedProblem>(
    "The Idempotency-Key was used for a request with another body. Take a new key for each new request."), IProblemKind
{
    public static int Status => StatusCodes.Status422UnprocessableEntity;
    public static string Slug => "key-reused";
    public static string Title => "The Idempotency-Key was used for something else";
    public static string Meaning => "The same caller sent this `Idempotency-Key` to the same path with another query or body within 24 hours.";
}

/// <summary>The write does not say which state it was made from.</summary>
internal sealed class PreconditionRequiredProblem() : Problem<PreconditionRequiredProblem>(
    "Send If-Match with the ETag of the state you changed (of an article: its working copy), or * for whatever is there."), IProblemKind
{
    public static int Status => StatusCodes.Status428PreconditionRequired;
    public static string Slug => "precondition-required";
    public static string Title => "If-Match is missing";
    public static string Meaning => "PUT, PATCH and DELETE need `If-Match`, so that no editor overwrites another's work unseen (RFC 6585 section 3).";
}

/// <summary>Somebody else changed it meanwhile.</summary>
internal sealed class PreconditionFailedProblem(string currentTag) : Problem<PreconditionFailedProblem>(
    "It was changed meanwhile, and nothing of this request was stored. Read it again and repeat the change."), IProblemKind
{
    public static int Status => StatusCodes.Status412PreconditionFailed;
    public static string Slug => "precondition-failed";
    public static string Title => "If-Match names another state";
    public static string Meaning => "The tag in `If-Match` is not the working copy's. The answer's `ETag` is the present one (RFC 9110 section 13.1.1).";

    protected override void WriteHeaders(HttpResponse response) => response.Headers.ETag = currentTag;
}

/// <summary>The body is larger than is taken.</summary>
internal sealed class TooLargeProblem(string detail) : Problem<TooLargeProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status413PayloadTooLarge;
    public static string Slug => "too-large";
    public static string Title => "The body is too large";
    public static string Meaning => "JSON bodies may have 8 MiB; what an uploaded file may have is said in `detail`.";
    public static string Detail => "The body is larger than is taken.";
}

/// <summary>The body is of a type that is not taken here.</summary>
internal sealed class UnsupportedMediaTypeProblem(string detail, params IReadOnlyList<string> taken)
    : Problem<UnsupportedMediaTypeProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status415UnsupportedMediaType;
    public static string Slug => "unsupported-media-type";
    public static string Title => "The body's type is not taken here";
    public static string Meaning => "`detail` says which types are. For files, the content, the extension and the declared type must agree.";
    public static string Detail => "See the operation's body types in /openapi/v1.yaml.";

    // RFC 9110 section 15.5.16: what would have been taken.
    protected override void WriteHeaders(HttpResponse response)
    {
        if (taken.Count > 0)
        {
            response.Headers.Accept = string.Join(", ", taken);
        }
    }
}

/// <summary>The caller is known, and may not do this.</summary>
internal sealed class ForbiddenProblem(string detail, params IEnumerable<Fault> faults)
    : Problem<ForbiddenProblem>(detail), IProblemKind
{
    public static int Status => StatusCodes.Status403Forbidden;
    public static string Slug => "forbidden";
    public static string Title => "The key does not allow this";
    public static string Meaning =>
        "The key lacks the scope that `detail` names, is limited to a category that this lies outside of, or would give what it has not itself; then `errors` names each.";
    public static string Detail => "The key lacks the scope that this operation needs.";

    internal override IReadOnlyList<Fault> Faults { get; } = [.. faults];
}

/// <summary>The preview's link opens nothing here, for whatever reason.</summary>
internal sealed class PreviewRefusedProblem() : Problem<PreviewRefusedProblem>(
    "The link is not one of ours, has ended, was revoked, or is for something else."), IProblemKind
{
    public static int Status => StatusCodes.Status403Forbidden;
    public static string Slug => "preview-refused";
    public static string Title => "The preview's link opens nothing here";
    public static string Meaning =>
        "A preview shows one version of one article, and its files, until it ends or is revoked. Why a link does not open is not told: the answer is always this one.";

    protected override void WriteHeaders(HttpResponse response) => response.Headers["X-Robots-Tag"] = "noindex";
}

/// <summary>Who calls is not known, and must be.</summary>
internal sealed class UnauthorizedProblem()
    : Problem<UnauthorizedProblem>("Send a valid key as 'Authorization: Bearer <key>'."), IProblemKind
{
    public static int Status => StatusCodes.Status401Unauthorized;
    public static string Slug => "unauthorized";
    public static string Title => "A key is needed";
    public static string Meaning =>
        "The operation needs a key and none was sent, or the key that was sent is not valid: refused on public operations too.";
    public static string Detail => "Send a valid key as 'Authorization: Bearer <key>'.";

    protected override void WriteHeaders(HttpResponse response) => response.Headers.WWWAuthenticate = "Bearer";
}
