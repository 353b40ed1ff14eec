using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract.Kept;

/// <summary>
/// What of a document a client may rely on and the next one takes away. A client sends what was valid, and reads what was
/// promised: so nothing that goes in may become narrower, and nothing that comes out may become wider or less.
/// </summary>
internal sealed class BreakingChanges
{
    private readonly JsonElement _before;
    private readonly JsonElement _after;
    private readonly List<string> _found = [];

    private BreakingChanges(JsonElement before, JsonElement after) => (_before, _after) = (before, after);

    /// <summary>Each break, as the operation's id and what is another way.</summary>
    public static IReadOnlyList<string> Between(JsonElement before, JsonElement after)
    {
        var changes = new BreakingChanges(before, after);
        foreach (var path in before.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var now = Find(Find(after.GetProperty("paths"), path.Name), operation.Name);
                changes.CompareOperation(operation.Value, now);
            }
        }
        foreach (var webhook in Entries(before, "webhooks"))
        {
            changes.CompareWebhook(webhook.Name, webhook.Value, Find(Find(after, "webhooks"), webhook.Name));
        }
        changes.CompareAddresses();
        return [.. changes._found.Distinct()];
    }

    // Where the server is, and how a key is shown: the same for all operations.
    private void CompareAddresses()
    {
        foreach (var server in Addresses(_before).Except(Addresses(_after)))
        {
            _found.Add($"servers: {server} is no more");
        }
        foreach (var scheme in Entries(Components(_before), "securitySchemes"))
        {
            var now = Find(Find(Components(_after), "securitySchemes"), scheme.Name);
            foreach (var part in (string[])["type", "scheme", "in", "name"])
            {
                CompareWord($"key {scheme.Name}", part, scheme.Value, now);
            }
        }
    }

    private void CompareWord(string place, string keyword, JsonElement before, JsonElement? after)
    {
        var (was, isNow) = (Find(before, keyword)?.GetRawText(), Find(after, keyword)?.GetRawText());
        if (was != isNow)
        {
            _found.Add($"{place}: its {keyword} was {was ?? "unsaid"}, is {isNow ?? "unsaid"}");
        }
    }

    private void CompareOperation(JsonElement before, JsonElement? now)
    {
        var id = before.GetProperty("operationId").GetString()!;
        if (now is not { } after)
        {
            _found.Add($"{id}: is no more");
            return;
        }
        if (after.GetProperty("operationId").GetString() is { } name && name != id)
        {
            _found.Add($"{id}: is called {name}, and so is its function in generated clients");
        }
        if (NeedsKey(after) && !NeedsKey(before))
        {
            _found.Add($"{id}: needs a key now");
        }
        CompareParameters(id, before, after);
        CompareBody(id, Find(before, "requestBody"), Find(after, "requestBody"));
        foreach (var answer in before.GetProperty("responses").EnumerateObject())
        {
            CompareAnswer($"{id} {answer.Name}", Follow(_before, answer.Value), Find(after.GetProperty("responses"), answer.Name));
        }
    }

    // Its body is what a client reads.
    private void CompareWebhook(string name, JsonElement before, JsonElement? after)
    {
        if (after is not { } now)
        {
            _found.Add($"{name}: is not sent any more");
            return;
        }
        foreach (var (old, body) in before.EnumerateObject().Select(sent => (Body(_before, sent.Value), Body(_after, Find(now, sent.Name)))))
        {
            CompareContent(name, "is no", old, body, isInput: false);
        }
    }

    private void CompareParameters(string id, JsonElement before, JsonElement after)
    {
        var (old, present) = (Parameters(_before, before), Parameters(_after, after));
        foreach (var (key, parameter) in old)
        {
            if (!present.TryGetValue(key, out var now))
            {
                _found.Add($"{id}: takes no {key} any more");
                continue;
            }
            Demand($"{id} {key}", Is(parameter, "required"), Is(now, "required"));
            foreach (var form in (string[])["style", "explode"])
            {
                CompareWord($"{id} {key}", form, parameter, now);
            }
            Schemas(isInput: true).Compare($"{id} {key}", parameter.GetProperty("schema"), now.GetProperty("schema"));
        }
        foreach (var (key, parameter) in present.Where(one => !old.ContainsKey(one.Key)))
        {
            Demand($"{id} {key}", false, Is(parameter, "required"));
        }
    }

    private void CompareBody(string id, JsonElement? before, JsonElement? after)
    {
        if (before is not { } old)
        {
            Demand($"{id} body", false, after is { } added && Is(added, "required"));
            return;
        }
        if (after is not { } now)
        {
            _found.Add($"{id}: takes no body any more");
            return;
        }
        Demand($"{id} body", Is(old, "required"), Is(now, "required"));
        CompareContent($"{id} body", "takes no", old, now, isInput: true);
    }

    private void CompareAnswer(string place, JsonElement before, JsonElement? after)
    {
        if (after is not { } found)
        {
            _found.Add($"{place}: is not answered any more");
            return;
        }
        var now = Follow(_after, found);
        CompareContent(place, "is no", before, now, isInput: false);
        foreach (var header in Entries(before, "headers").Where(header => Find(Find(now, "headers"), header.Name) is null))
        {
            _found.Add($"{place}: has no header {header.Name} any more");
        }
    }

    private void CompareContent(string place, string verb, JsonElement before, JsonElement after, bool isInput)
    {
        foreach (var content in Entries(before, "content"))
        {
            if (Find(Find(after, "content"), content.Name) is not { } now)
            {
                _found.Add($"{place}: {verb} {content.Name} any more");
            }
            else if (Find(content.Value, "schema") is { } schema && Find(now, "schema") is { } other)
            {
                Schemas(isInput).Compare(place, schema, other);
            }
        }
    }

    private SchemaBreaks Schemas(bool isInput) => new(_before, _after, isInput, _found);

    private void Demand(string place, bool before, bool after)
    {
        if (after && !before)
        {
            _found.Add($"{place}: is required now");
        }
    }

    private static Dictionary<string, JsonElement> Parameters(JsonElement document, JsonElement operation) =>
        (Find(operation, "parameters") is { } list ? list.EnumerateArray().Select(one => Follow(document, one)) : [])
            .ToDictionary(one => $"{one.GetProperty("in").GetString()} parameter {one.GetProperty("name").GetString()}");

    private static IEnumerable<JsonProperty> Entries(JsonElement json, string name) => Find(json, name) is { } entries ? entries.EnumerateObject() : [];

    private static JsonElement Components(JsonElement document) => Find(document, "components") ?? JsonElement.Parse("{}");

    private static IEnumerable<string> Addresses(JsonElement document) =>
        Find(document, "servers") is { } servers ? servers.EnumerateArray().Select(server => server.GetProperty("url").GetString()!) : [];

    private static bool NeedsKey(JsonElement operation) => Find(operation, "security") is { } ways && ways.EnumerateArray().All(way => way.EnumerateObject().Any());

    private static JsonElement Body(JsonElement document, JsonElement? sent) =>
        Find(sent, "requestBody") is { } body ? Follow(document, body) : JsonElement.Parse("{}");

    private static bool Is(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.True };

    /// <summary>What lies under a name, if anything.</summary>
    internal static JsonElement? Find(JsonElement? json, string name) => json?.TryGetProperty(name, out var found) is true ? found : null;

    /// <summary>What a reference leads to.</summary>
    internal static JsonElement Follow(JsonElement document, JsonElement json) =>
        json.TryGetProperty("$ref", out var pointer) ? JsonSchemas.Resolve(document, pointer.GetString()!) : json;
}
