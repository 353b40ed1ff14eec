using System.Text.Json;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>
/// Ajv's opinion of bodies beside ours. The cases pass through a file one by one: together they are larger than a string
/// or the memory of a build machine.
/// </summary>
internal sealed class SecondOpinion : IDisposable
{
    private const int MostFaults = 5;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():n}.jsonl");
    private readonly Dictionary<string, JsonSchema> _schemas = [];

    /// <summary>How many bodies both were asked about.</summary>
    public int Asked { get; private set; }

    /// <summary>How many of them our validator found invalid.</summary>
    public int Invalid { get; private set; }

    /// <summary>The first bodies that one of the two finds valid and the other does not, in words; the cases must come in the same order each time they are walked.</summary>
    public async Task<IReadOnlyList<string>> DisagreedAsync(IEnumerable<(string Schema, string Body)> cases)
    {
        var ours = await WriteAsync(cases);
        var asked = await Tool.RunAsync("node", "tests/HeadlessCms.Tests/Contract/lint/ajv.js", _file);
        if (asked.ExitCode != 0)
        {
            return [asked.Errors];
        }
        var theirs = JsonSerializer.Deserialize<bool[]>(asked.Output)!; // an array, or the exit code were another
        return theirs.Length != ours.Count
            ? [$"ajv judged {theirs.Length} of {ours.Count} bodies"]
            : [.. cases.Index().Where(one => theirs[one.Index] != ours[one.Index]).Take(MostFaults).Select(one =>
                $"ajv says {theirs[one.Index]}, we say {string.Join("; ", FaultsOf(one.Item))}: {one.Item.Schema} {one.Item.Body}")];
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(_file);

    private async Task<List<bool>> WriteAsync(IEnumerable<(string Schema, string Body)> cases)
    {
        List<bool> ours = [];
        await using var file = File.CreateText(_file);
        await file.WriteLineAsync(ContractFile.Committed.Json.GetRawText());
        foreach (var one in cases)
        {
            await file.WriteLineAsync(JsonSerializer.Serialize(new { schema = one.Schema, body = one.Body }));
            ours.Add(FaultsOf(one).Count == 0);
        }
        (Asked, Invalid) = (ours.Count, ours.Count(valid => !valid));
        return ours;
    }

    private IReadOnlyList<string> FaultsOf((string Schema, string Body) one)
    {
        if (!_schemas.TryGetValue(one.Schema, out var schema))
        {
            _schemas[one.Schema] = schema = JsonSchema.Compile(JsonElement.Parse(one.Schema), ContractFile.Committed.Schemas);
        }
        return schema.FaultsOf(JsonElement.Parse(one.Body, JsonText.Reading));
    }
}
