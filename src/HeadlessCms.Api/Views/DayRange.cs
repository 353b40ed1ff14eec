using HeadlessCms.Platform.Http;

namespace HeadlessCms.Views;

/// <summary>A range of the site's days, both ends included.</summary>
internal sealed record DayRange(DateOnly From, DateOnly To)
{
    /// <summary>The longest that is answered: a year to compare with the same days of the last.</summary>
    public const int MaximumDays = 400;

    private const int StandardDays = 30;

    /// <summary>Its parameters.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        QueryParameter.Date("from", $"The first day; {StandardDays - 1} days before the last one unless given."),
        QueryParameter.Date("to", $"The last day; today unless given. A range has at most {MaximumDays} days."),
    ];

    /// <summary>What was asked for.</summary>
    public static DayRange Of(Query query, DateOnly today)
    {
        var to = query.Date("to") ?? today;
        return new(query.Date("from") ?? DateOnly.FromDayNumber(Math.Max(0, to.DayNumber - StandardDays + 1)), to);
    }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Fault> Faults => (To.DayNumber - From.DayNumber) switch
    {
        < 0 => [Fault.In("from", "not_allowed", $"It must not be after {To:O}, the last day.")],
        >= MaximumDays => [Fault.In("from", "not_allowed", $"A range has at most {MaximumDays} days; this one ends on {To:O}.")],
        _ => [],
    };
}
