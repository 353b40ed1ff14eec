namespace HeadlessCms.Views;

/// <summary>A stretch of time up to now, and the grain in which its views are kept.</summary>
/// <param name="Name">As the client writes it.</param>
/// <param name="Length">How far back it reaches.</param>
/// <param name="Grain">Which buckets it adds up: all, or those of its first day where it goes on in whole days.</param>
/// <param name="GoesOnByDay">Whether it does: so a month is not read in hours.</param>
internal sealed record TrendWindow(string Name, TimeSpan Length, BucketGrain Grain, bool GoesOnByDay)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<TrendWindow> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), BucketGrain.Minute, false),
        new("24h", TimeSpan.FromHours(24), BucketGrain.Hour, false),
        new("7d", TimeSpan.FromDays(7), BucketGrain.Hour, true),
        new("30d", TimeSpan.FromDays(30), BucketGrain.Hour, true),
    ];

    /// <summary>The one of this name.</summary>
    public static TrendWindow Named(string name) => All.First(window => window.Name == name);

    /// <summary>Where its first bucket begins: the one its own beginning lies in, so that it is never too short.</summary>
    public DateTimeOffset FirstBucket(DateTimeOffset now) => Grain.BucketOf(now - Length);

    /// <summary>Where its first whole day begins; after the present where it has none.</summary>
    public DateTimeOffset FirstDay(DateTimeOffset now) =>
        BucketGrain.Day.BucketOf(GoesOnByDay ? now - Length : now) + BucketGrain.Day.Length;
}

/// <summary>How long a bucket of views is, and how long it is kept.</summary>
/// <param name="Name">As it lies in the column.</param>
/// <param name="Length">From its beginning to the next.</param>
/// <param name="Kept">From its beginning; longer than any window that adds it up.</param>
internal sealed record BucketGrain(string Name, TimeSpan Length, TimeSpan Kept)
{
    /// <summary>For the last hour.</summary>
    public static BucketGrain Minute { get; } = new("minute", TimeSpan.FromMinutes(1), TimeSpan.FromHours(2));

    /// <summary>For the last day, and for the first of those that go on in whole days.</summary>
    public static BucketGrain Hour { get; } = new("hour", TimeSpan.FromHours(1), TimeSpan.FromDays(31));

    /// <summary>For the last week and the last month: days of UTC.</summary>
    public static BucketGrain Day { get; } = new("day", TimeSpan.FromDays(1), TimeSpan.FromDays(31));

    /// <summary>All there are.</summary>
    public static IReadOnlyList<BucketGrain> All { get; } = [Minute, Hour, Day];

    /// <summary>When the bucket of a moment begins, in UTC.</summary>
    public DateTimeOffset BucketOf(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % Length.Ticks), TimeSpan.Zero);
}
