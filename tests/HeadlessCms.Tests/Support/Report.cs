namespace HeadlessCms.Tests.Support;

/// <summary>What a run says of itself beyond its tests' outcomes: lines in the file that CMS_TEST_REPORT names, printed by the referee.</summary>
internal static class Report
{
    private static readonly string? Path = Environment.GetEnvironmentVariable("CMS_TEST_REPORT");
    private static readonly Lock Gate = new();

    /// <summary>Adds a line; does nothing where nobody wants to know.</summary>
    public static void Line(string text)
    {
        if (Path is { Length: > 0 } path)
        {
            lock (Gate)
            {
                File.AppendAllText(path, text + "\n");
            }
        }
    }
}
