using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>
/// What anybody may GET, as the document has it: each operation bare, and with each value of each of its parameters. Words,
/// flags and bounds are the document's. What only a portal has, its ids and names, is given, by the parameter's name, or
/// for what stands in a path by the word before it; a parameter of which nothing is known fails the test that walks.
/// </summary>
internal sealed partial class PublicReads(IReadOnlyDictionary<string, string[]> known)
{
    /// <summary>The operations, of which there are many.</summary>
    public static IReadOnlyList<ContractOperation> Operations { get; } =
        [.. ContractFile.Committed.Operations.Where(operation => operation.Method == HttpMethod.Get && !operation.NeedsKey)];

    /// <summary>Values that mean the same on every portal.</summary>
    public static IReadOnlyDictionary<string, string[]> Anywhere { get; } = new Dictionary<string, string[]>
    {
        ["publishedAfter"] = ["2000-01-01T00:00:00Z", "2022-01-01T00:00:00+08:00"],
        ["publishedBefore"] = ["2999-01-01T00:00:00Z", "2022-01-01T00:00:00+08:00"],
        ["locale"] = ["zh-CN", "en"],
        ["from"] = ["2026-01-01"],
        ["to"] = ["2026-12-31"],
        ["version"] = ["draft", "1"],
        ["dark"] = ["336699"],
        ["light"] = ["FFFF00"],
        ["size"] = ["64", "300"],
        ["wait"] = ["0"],
        ["since"] = ["now"],
        ["preview"] = ["nonsense"],
        ["v"] = [new('0', 64)],
        ["cursor"] = [], // those of the answers are followed
        ["key"] = ["0123456789abcdef"],
        ["problems"] = ["gone", "invalid"],
    };

    /// <summary>Each operation bare, of everything that is known.</summary>
    public IEnumerable<string> Bare() => Operations.SelectMany(operation => PathsOf(operation).Select(path => With(operation, path)));

    /// <summary>Each operation with each of its parameters, of the first of everything that is known.</summary>
    public IEnumerable<string> WithParameters() => Operations.SelectMany(operation => PathsOf(operation).Take(1)
        .SelectMany(path => Queries(operation, parameter => ValuesOf(operation, parameter)).Select(query => With(operation, path, query))));

    /// <summary>Each filter of a list in each of its orders: each is walked in a way of its own.</summary>
    public IEnumerable<string> InEachOrder() => Operations.SelectMany(operation => Sorted(operation).Select(query => With(operation, operation.Path, query)));

    /// <summary>Each operation with each of its parameters, of all the others that are known; of a list of words the first and all.</summary>
    public IEnumerable<string> OfTheOthers() => Operations.SelectMany(operation => PathsOf(operation).Skip(1)
        .SelectMany(path => Queries(operation, parameter => ValuesOf(operation, parameter).ToList() is var values && IsList(parameter) ? [values[0], values[^1]] : values).Select(query => With(operation, path, query))));

    /// <summary>What an answer says of where to read on: pages, archives, parts.</summary>
    public static IEnumerable<string> Further(Answer answer) => answer.Status is not HttpStatusCode.OK ? []
        : Onward().Matches($"{answer.Headers.GetValueOrDefault("Link")}\n{(answer.Headers.GetValueOrDefault("Content-Type", "").StartsWith("image/", StringComparison.Ordinal) ? "" : answer.Text)}")
            .Select(found => WebUtility.HtmlDecode(found.Value)).Distinct();

    /// <summary>Asks them all, and where to read on until there is nothing more, each once.</summary>
    public static async Task WalkAsync(IEnumerable<string> addresses, Func<string, Task<Answer>> ask)
    {
        var asked = new HashSet<string>();
        var waiting = new Queue<string>(addresses);
        while (waiting.TryDequeue(out var address))
        {
            if (asked.Add(address))
            {
                Further(await ask(address)).ToList().ForEach(waiting.Enqueue);
            }
        }
    }

    private IEnumerable<string> PathsOf(ContractOperation operation) => Template().Match(operation.Path) is not { Success: true } found ? [operation.Path]
        : Values(operation, found.Groups["noun"].Success ? found.Groups["noun"].Value : found.Groups["name"].Value)
            .Select(value => operation.Path.Replace($"{{{found.Groups["name"].Value}}}", Uri.EscapeDataString(value), StringComparison.Ordinal));

    private static IEnumerable<string> Queries(ContractOperation operation, Func<ContractParameter, IEnumerable<string>> valuesOf) =>
        Queries(operation).SelectMany(parameter => valuesOf(parameter).Select(value => Query(parameter, value)));

    private static bool IsList(ContractParameter parameter) => parameter.Schema.TryGetProperty("items", out var items) && items.TryGetProperty("enum", out _);

    private IEnumerable<string> Sorted(ContractOperation operation) =>
        from sort in Queries(operation).Where(parameter => parameter.Name == "sort")
        from order in ValuesOf(operation, sort)
        from filter in Queries(operation).Where(parameter => parameter.Name is not ("sort" or "fields" or "limit"))
        from value in ValuesOf(operation, filter)
        select $"{Query(sort, order)}&{Query(filter, value)}";

    private string With(ContractOperation operation, string path, string query = "")
    {
        var needed = Queries(operation).Where(parameter => parameter.IsRequired && !query.StartsWith($"{parameter.Name}=", StringComparison.Ordinal))
            .Select(parameter => Query(parameter, ValuesOf(operation, parameter).First()));
        var all = string.Join('&', needed.Append(query).Where(part => part.Length > 0));
        return all.Length > 0 ? $"{path}?{all}" : path;
    }

    private IEnumerable<string> ValuesOf(ContractOperation operation, ContractParameter parameter)
    {
        var schema = parameter.Schema;
        if (known.TryGetValue(parameter.Name, out var values))
        {
            return values;
        }
        return schema.TryGetProperty("enum", out var words) ? Texts(words)
            : schema.TryGetProperty("items", out var items) && items.TryGetProperty("enum", out var each) ? [.. Texts(each), string.Join(',', Texts(each))]
            : schema.GetProperty("type").GetString() is "boolean" ? ["true", "false"]
            : schema.TryGetProperty("minimum", out var least) ? [least.ToString(), schema.GetProperty("maximum").ToString()]
            : Values(operation, parameter.Name);
    }

    private string[] Values(ContractOperation operation, string name)
    {
        Assert.True(known.ContainsKey(name), $"{operation} takes '{name}', of which this test knows no value: give it some.");
        return known[name];
    }

    private static IEnumerable<ContractParameter> Queries(ContractOperation operation) => operation.Parameters.Where(parameter => parameter.In == "query");

    private static string Query(ContractParameter parameter, string value) => $"{parameter.Name}={Uri.EscapeDataString(value)}";

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(value => value.GetString()!);

    [GeneratedRegex(@"(?:(?<noun>[a-z]+)/)?\{(?<name>[^}]+)\}")]
    private static partial Regex Template();

    [GeneratedRegex(@"/(?:v1/[^\s""'<>\\]*[?&;](?:cursor|archive|since)=[^\s""'<>\\]+|sitemaps/[^\s""'<>\\]+\.xml)")]
    private static partial Regex Onward();
}
