namespace HeadlessCms.Platform.Http;

/// <summary>A kind of fault as a value: what its type says.</summary>
internal sealed record ProblemKind(int Status, string Slug, string Title, string Meaning, string Detail)
{
    /// <summary>The kind's address, and the path of the page that explains it.</summary>
    public string Address { get; init; } = $"/problems/{Slug}";

    /// <summary>What the type says.</summary>
    public static ProblemKind Of<TKind>() where TKind : IProblemKind =>
        new(TKind.Status, TKind.Slug, TKind.Title, TKind.Meaning, TKind.Detail);
}

/// <summary>Every kind of fault there is: what the writer, the pages under <c>/problems</c> and the contract go by.</summary>
internal static class ProblemKinds
{
    /// <summary>In the order of their status; of several with one status, the first is what the layers around us answer.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        ProblemKind.Of<InvalidProblem>(),
        ProblemKind.Of<UnauthorizedProblem>(),
        ProblemKind.Of<ForbiddenProblem>(),
        ProblemKind.Of<PreviewRefusedProblem>(),
        ProblemKind.Of<NotFoundProblem>(),
        ProblemKind.Of<MethodNotAllowedProblem>(),
        ProblemKind.Of<NotAcceptableProblem>(),
        ProblemKind.Of<RequestTimeoutProblem>(),
        ProblemKind.Of<ConflictProblem>(),
        ProblemKind.Of<InFlightProblem>(),
        ProblemKind.Of<GoneProblem>(),
        ProblemKind.Of<ForgottenProblem>(),
        ProblemKind.Of<PreconditionFailedProblem>(),
        ProblemKind.Of<TooLargeProblem>(),
        ProblemKind.Of<UriTooLongProblem>(),
        ProblemKind.Of<UnsupportedMediaTypeProblem>(),
        ProblemKind.Of<RangeNotSatisfiableProblem>(),
        ProblemKind.Of<NotReadyProblem>(),
        ProblemKind.Of<KeyReusedProblem>(),
        ProblemKind.Of<PreconditionRequiredProblem>(),
        ProblemKind.Of<TooManyRequestsProblem>(),
        ProblemKind.Of<HeadersTooLargeProblem>(),
        ProblemKind.Of<InternalProblem>(),
        ProblemKind.Of<UnavailableProblem>(),
    ];

    /// <summary>The kind of a status that nobody said more about.</summary>
    public static ProblemKind ForStatus(int status) => All.FirstOrDefault(kind => kind.Status == status)
        ?? (status >= StatusCodes.Status500InternalServerError ? ProblemKind.Of<InternalProblem>() : ProblemKind.Of<InvalidProblem>());
}
