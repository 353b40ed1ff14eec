using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace HeadlessCms.Tests.Support;

/// <summary>What the API can store in. A new engine is one more member here.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Runs a theory once on every engine, which comes first among its arguments. An engine that is not here is
/// skipped by name, with the reason; in CI it is tried, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EachEngineAttribute(params object?[] data) : DataAttribute
{
    /// <summary>How to reach a PostgreSQL server on which databases may be made and dropped; null when there is none.</summary>
    public static readonly string? Postgres =
        Environment.GetEnvironmentVariable("HEADLESSCMS_TEST_POSTGRES") is { Length: > 0 } server ? server : null;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) => new([.. Enum.GetValues<Engine>().Select(Row)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(Engine engine) => new([engine, .. data]) { Skip = Ci.Runs ? null : WhyNot(engine) };

    private static string? WhyNot(Engine engine) => engine is Engine.Postgres && Postgres is null
        ? "HEADLESSCMS_TEST_POSTGRES names no PostgreSQL server"
        : null;
}
