namespace HeadlessCms.Webhooks.Deliveries;

/// <summary>When a call that was not taken is made again: as Standard Webhooks proposes, over some three days.</summary>
internal static class RetrySchedule
{
    // Seldom enough not to keep down who is getting up, spread so that not all come at once.
    private const double Jitter = 0.2;

    private const int TriesBeforePause = 5;

    private static readonly TimeSpan[] Rests =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan LongestWish = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>How long a webhook may take nothing before it is disabled.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromDays(5);

    /// <summary>How long to rest after so many tries; null when it is given up.</summary>
    /// <param name="tries">1 after the first.</param>
    /// <param name="asked">How long the other side asks to be left alone; kept to, within a day.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? RestAfter(long tries, TimeSpan? asked, double chance)
    {
        if (tries > Rests.Length)
        {
            return null;
        }
        var rest = Rests[tries - 1] * (1 + (Jitter * chance));
        var wish = asked is { } time && time < LongestWish ? time : asked is null ? TimeSpan.Zero : LongestWish;
        return wish > rest ? wish : rest;
    }

    /// <summary>
    /// How long to leave a webhook alone that has not taken so many calls in a row; null when others are still tried beside. Who is
    /// down is asked by one call now and then, and what waits keeps its tries for when it is up again.
    /// </summary>
    /// <param name="failures">How many.</param>
    /// <param name="asked">How long it asks to be left alone; kept to from the first on, within the longest pause.</param>
    public static TimeSpan? PauseAfter(long failures, TimeSpan? asked)
    {
        if (failures < TriesBeforePause && asked is null)
        {
            return null;
        }
        var own = failures < TriesBeforePause ? TimeSpan.Zero : TimeSpan.FromSeconds(5) * Math.Pow(2, Math.Min(failures - TriesBeforePause, 10));
        var pause = asked > own ? asked.Value : own;
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Whether a webhook that has failed so often is tried by one call at a time.</summary>
    public static bool IsProbed(long failures) => failures >= TriesBeforePause;
}
