using FluentValidation;
using HeadlessCms.Platform.Http;

namespace HeadlessCms.Versions;

/// <summary>What is refused of a restoration.</summary>
internal sealed class RestoreRules : AbstractValidator<RestoreRequest>
{
    public RestoreRules() => RuleFor(request => request.ChangeNote).MaximumCodePoints(500);
}
