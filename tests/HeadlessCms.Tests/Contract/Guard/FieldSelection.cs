using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>
/// What <c>fields=</c> does to an answer. That what it does not name is left out depends on the request, which no schema of
/// an answer can say: the parameter's description does. In its place the answer has exactly what was asked for.
/// </summary>
internal sealed class FieldSelection
{
    private readonly HashSet<string>? _names;

    private FieldSelection(HashSet<string>? names) => _names = names;

    /// <summary>What a request selects.</summary>
    public static FieldSelection Of(HttpRequestMessage request) => new(
        QueryHelpers.ParseQuery(request.RequestUri!.Query).TryGetValue("fields", out var fields) // set by the client
            ? [.. fields.ToString().Split(','), "id"]
            : null);

    /// <summary>The faults of an answer, as far as the selection does not explain them.</summary>
    public IEnumerable<string> Judge(IEnumerable<string> faults, JsonElement body)
    {
        if (_names is not { } names || (body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && body.TryGetProperty("traceId", out _)))
        {
            return faults;
        }
        var selected = body.TryGetProperty("items", out var items) ? [.. items.EnumerateArray()] : (JsonElement[])[body];
        return faults.Where(fault => !fault.Contains(" lacks '", StringComparison.Ordinal)).Concat(
            from one in selected
            let sent = one.EnumerateObject().Select(property => property.Name).ToHashSet()
            where !sent.SetEquals(names)
            select $"its body has {string.Join(", ", sent.Order())}, not the fields {string.Join(", ", names.Order())}");
    }
}
