namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>An answer that the document declares and no test gets, with the reason.</summary>
/// <param name="Operation">The operation's id, or <c>*</c>: no operation answers it to a test.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">Why no test gets it.</param>
/// <param name="ByChance">Whether a race may reach it all the same, so that a run that does is no fault.</param>
internal sealed record NotReached(string Operation, int Status, string Reason, bool ByChance = false)
{
    private const string Race = "Answered only while a request with the same Idempotency-Key is under way; Platform/Http/Idempotency shows it where it can be held there.";

    /// <summary>All of them. What is listed here and reached after all fails, as what is neither.</summary>
    public static IReadOnlyList<NotReached> All { get; } =
    [
        new("*", 408, "A body must trickle for seconds on a real socket: Platform/Http/BodyTests shows it on an operation of its own."),
        new("*", 500, "No request provokes a fault of ours: Platform/Http/RoutingTests shows one on an operation that fails by design."),
        new("countView", 409, Race, ByChance: true),
        new("createKey", 409, Race, ByChance: true),
        new("rotateKey", 409, Race, ByChance: true),
        new("acknowledgeChanges", 409, Race, ByChance: true),
        new("importPortal", 409, Race, ByChance: true),
        new("createWebhook", 409, Race, ByChance: true),
        new("rotateWebhook", 409, Race, ByChance: true),
        new("testWebhook", 409, Race, ByChance: true),
        new("redeliverChanges", 409, Race, ByChance: true),
        new("redeliverOne", 409, Race, ByChance: true),
        new("testWebhook", 422, "An Idempotency-Key sent with another request: this one has neither body nor parameters to differ in."),
        new("redeliverOne", 422, "An Idempotency-Key sent with another request: this one has neither body nor parameters to differ in."),
        new("restoreArticle", 422, "An Idempotency-Key sent with another request: this one has neither body nor parameters to differ in."),
    ];
}
