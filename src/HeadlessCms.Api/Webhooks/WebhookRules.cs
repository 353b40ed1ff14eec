using FluentValidation;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Calls;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Webhooks;

/// <summary>What a webhook may be.</summary>
internal sealed class WebhookRules : AbstractValidator<WebhookDraft>
{
    /// <summary>All kinds.</summary>
    public const string Everything = "*";

    private const int MaximumConcurrency = 10;

    public WebhookRules(CallTargets targets)
    {
        RuleFor(draft => draft.Url).NotEmpty().WebAddress();
        RuleFor(draft => draft.Url)
            .Must(url => Target(url) is not { } target || (target.UserInfo.Length == 0 && target.Fragment.Length == 0))
            .WithErrorCode("not_allowed").WithMessage("An address that is called has no fragment, and neither name nor password.");
        RuleFor(draft => draft.Url)
            .MustAsync(async (url, ct) => Target(url) is not { } target || await targets.AllowsAsync(target, ct))
            .WithErrorCode("not_allowed").WithMessage("It lies in a private, loopback or link-local network, which is not called.");
        RuleFor(draft => draft.Description).MaximumCodePoints(200);
        RuleFor(draft => draft.Events).NotEmpty().MaximumItems(Kinds.Count);
        RuleFor(draft => draft.Events).EachOnce();
        RuleForEach(draft => draft.Events).NotNull().OneOf(Kinds);
        RuleFor(draft => draft.CategoryId).MaximumCodePoints(80);
        RuleFor(draft => draft.Concurrency).InclusiveBetween(1, MaximumConcurrency);
    }

    private static IReadOnlyList<string> Kinds { get; } =
    [
        ChangeKind.Published, ChangeKind.Updated, ChangeKind.Corrected, ChangeKind.Withdrawn, ChangeKind.Deleted, ChangeKind.Category, Everything,
    ];

    private static Uri? Target(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" ? target : null;
}

/// <summary>How long two secrets may sign side by side.</summary>
internal sealed class WebhookRotationRules : AbstractValidator<WebhookRotation>
{
    private const int MaximumOverlap = 2_592_000; // 30 days

    public WebhookRotationRules() => RuleFor(rotation => rotation.Overlap).InclusiveBetween(0, MaximumOverlap);
}

/// <summary>Which stretch of time may be told again.</summary>
internal sealed class RedeliveryRules : AbstractValidator<Redelivery>
{
    public RedeliveryRules()
    {
        RuleFor(redelivery => redelivery.From).NotNull();
        RuleFor(redelivery => redelivery.To)
            .Must((redelivery, to) => to is null || redelivery.From is null || to > redelivery.From)
            .WithErrorCode("not_after").WithMessage("It must lie after from.");
    }
}
