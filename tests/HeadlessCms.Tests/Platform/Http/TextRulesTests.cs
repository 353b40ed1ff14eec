using FluentValidation;
using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class TextRulesTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("𠮷😀苏州")]
    public void A_limit_counts_code_points(string? title) => Assert.True(new Rules().Validate(new Draft(title)).IsValid);

    [Fact]
    public void Too_long_a_text_is_told_both_numbers()
    {
        var fault = Assert.Single(new Rules().Validate(new Draft("𠮷😀苏州市")).Errors);

        Assert.Equal("too_long", fault.ErrorCode);
        Assert.EndsWith("itle may have at most 4 characters; it has 5.", fault.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_cannot_be_stored_is_refused()
    {
        string[] titles = ["a\0", "\ud83d"];

        Assert.All(titles, title => Assert.Equal(
            "not_well_formed", Assert.Single(new Rules().Validate(new Draft(title)).Errors).ErrorCode));
    }

    [Fact]
    public void The_limit_can_be_read_for_the_schema()
    {
        var limits = new Rules().CreateDescriptor().GetValidatorsForMember(nameof(Draft.Title))
            .Select(each => each.Validator).OfType<IMaximumCodePoints>();

        Assert.Equal(4, Assert.Single(limits).Max);
    }

    private sealed record Draft(string? Title);

    private sealed class Rules : AbstractValidator<Draft>
    {
        public Rules() => RuleFor(draft => draft.Title).MaximumCodePoints(4).WellFormed();
    }
}
