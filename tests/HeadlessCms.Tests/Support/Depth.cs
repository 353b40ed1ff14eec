namespace HeadlessCms.Tests.Support;

/// <summary>
/// How much work a heavy test does: enough to notice a fault while one waits, or, with
/// <c>CMS_TEST_DEPTH=full</c>, all that the contract promises.
/// </summary>
internal static class Depth
{
    /// <summary>Whether all is done that the contract promises.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("CMS_TEST_DEPTH") switch
    {
        "full" => true,
        null or "" or "quick" => false,
        var other => throw new InvalidOperationException($"CMS_TEST_DEPTH is 'quick' or 'full', not '{other}'"),
    };

    public static int Pick(int quick, int full) => IsFull ? full : quick;
}
