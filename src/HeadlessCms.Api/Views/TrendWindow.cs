namespace HeadlessCms.Views;

/// <summary>A stretch of time up to now, and the grain in which its views are kept.</summary>
/// <param name="Name">As the client writes it.</param>
/// <param name="Length">How far back it reaches.</param>
/// <param name="Grain">Which buckets it adds up.</param>
internal sealed record TrendWindow(string Name, TimeSpan Length, BucketGrain Grain)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<TrendWindow> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), BucketGrain.Minute),
        new("24h", TimeSpan.FromHours(24), BucketGrain.Hour),
        new("7d", TimeSpan.FromDays(7), BucketGrain.Hour),
        new("30d", TimeSpan.FromDays(30), BucketGrain.Hour),
    ];

    /// <summary>The one of this name.</summary>
    public static TrendWindow Named(string name) => All.First(window => window.Name == name);

    /// <summary>Where its first bucket begins: the one its own beginning lies in, so that it is never too short.</summary>
    public DateTimeOffset FirstBucket(DateTimeOffset now) => Grain.BucketOf(now - Length);
}

/// <summary>How long a bucket of views is, and how long it is kept.</summary>
/// <param name="Name">As it lies in the column.</param>
/// <param name="Length">From its beginning to the next.</param>
/// <param name="Kept">From its beginning; longer than any window that adds it up.</param>
internal sealed record BucketGrain(string Name, TimeSpan Length, TimeSpan Kept)
{
    /// <summary>For the last hour.</summary>
    public static BucketGrain Minute { get; } = new("minute", TimeSpan.FromMinutes(1), TimeSpan.FromHours(2));

    /// <summary>For the last month.</summary>
    public static BucketGrain Hour { get; } = new("hour", TimeSpan.FromHours(1), TimeSpan.FromDays(31));

    /// <summary>All there are.</summary>
    public static IReadOnlyList<BucketGrain> All { get; } = [Minute, Hour];

    /// <summary>When the bucket of a moment begins, in UTC.</summary>
    public DateTimeOffset BucketOf(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % Length.Ticks), TimeSpan.Zero);
}
