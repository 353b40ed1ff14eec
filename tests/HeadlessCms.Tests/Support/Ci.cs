namespace HeadlessCms.Tests.Support;

/// <summary>Whether this run is the referee's: there nothing may be missing, so what is skipped elsewhere fails.</summary>
internal static class Ci
{
    public static readonly bool Runs = Environment.GetEnvironmentVariable("CI") is "true" or "1";
}
