using System.Collections.Concurrent;
using System.Reflection;
using HeadlessCms.Tests.Contract.Guard;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: CountedRun]
[assembly: TestCollectionOrderer(typeof(AfterAllOthers.Last))]

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Notes which tests of the assembly ran: only a run of all of them can be judged by what it reached.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class CountedRunAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<MethodInfo, bool> Ran = new();

    /// <summary>Tests that did not run, beside the class that asks.</summary>
    public static IReadOnlyList<string> Missing(Type asking) =>
    [
        .. typeof(CountedRunAttribute).Assembly.GetTypes().Where(type => type != asking && type is { IsAbstract: false })
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().OfType<IFactAttribute>().Any(fact => fact.Skip is null) && !Ran.ContainsKey(method))
            .Select(method => $"{method.DeclaringType?.Name}.{method.Name}"),
    ];

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Ran[methodUnderTest] = true;
}

/// <summary>The tests that look back at the run: these come after all others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AfterAllOthers
{
    /// <summary>The collection's name.</summary>
    public const string Name = "after all others";

    /// <summary>Puts it there; the others stay as they are.</summary>
    public sealed class Last : ITestCollectionOrderer
    {
        /// <inheritdoc/>
        public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
            where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName == Name)];
    }
}

/// <summary>Tests of what a machine does in time, when nothing else of the suite keeps it busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection's name.</summary>
    public const string Name = "alone";
}
