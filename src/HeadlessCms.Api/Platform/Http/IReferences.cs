using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Looks up what a draft names, so that what is not there is told together with the draft's other faults. It is asked for
/// no draft without a fault: there the write looks, in its own transaction, and says the same.
/// </summary>
/// <typeparam name="T">The draft.</typeparam>
internal interface IReferences<T> where T : class
{
    /// <summary>What it names and is not there.</summary>
    /// <param name="session">Where to look.</param>
    /// <param name="draft">The draft without what is faulty: anything may be missing, and in a list something empty may stand.</param>
    /// <param name="current">What is there now and may go on naming what it names; null where that is nothing, or not known.</param>
    /// <param name="ct">Cancels.</param>
    Task<IReadOnlyList<Fault>> UnknownAsync(Session session, T draft, T? current, CancellationToken ct);
}
