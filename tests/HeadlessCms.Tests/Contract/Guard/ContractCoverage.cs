using System.Collections.Concurrent;
using System.Text.Json;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Which answers of which operations a run has seen, and what of the document it found untrue.</summary>
internal sealed class ContractCoverage
{
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Operation, int Status), int> _seen = new();
    private readonly ConcurrentDictionary<(string Schema, string Body), bool> _bodies = new();
    private long _bytes;

    /// <summary>What this run of the tests has seen.</summary>
    public static ContractCoverage OfTheRun { get; } = new();

    /// <summary>Every exchange that was not as the document says, also where the test did not look at its outcome.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>What was answered, by operation and status.</summary>
    public IReadOnlyCollection<(string Operation, int Status)> Seen => [.. _seen.Keys];

    /// <summary>Bodies that were answered, each once, with the schema they are held to.</summary>
    public IReadOnlyCollection<(string Schema, string Body)> Bodies => [.. _bodies.Keys];

    /// <summary>Counts an answer.</summary>
    public void Count(string operation, int status) => _seen.AddOrUpdate((operation, status), 1, (_, count) => count + 1);

    /// <summary>Keeps a body for the second opinion.</summary>
    public void Record(ContractAnswer answer, string type, JsonElement body)
    {
        if (!answer.SchemaPlaces.TryGetValue(type, out var schema) || schema.ValueKind != JsonValueKind.Object || _bytes > MostBytes)
        {
            return;
        }
        var text = body.GetRawText();
        if (_bodies.TryAdd((schema.GetRawText(), text), true))
        {
            Interlocked.Add(ref _bytes, text.Length);
        }
    }
}
