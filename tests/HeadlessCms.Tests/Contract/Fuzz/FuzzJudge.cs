using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;

namespace HeadlessCms.Tests.Contract.Fuzz;

/// <summary>What a server may answer, whatever is sent. That its answers are as the document says is the guard's to judge.</summary>
internal sealed class FuzzJudge(ContractFile document, IReadOnlyList<BeyondSchemas> beyond)
{
    /// <summary>What is wrong with the answer; nothing mostly.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="operation">The operation of its path and method; null when the document has none.</param>
    /// <param name="requestFaults">What the document finds wrong with the request.</param>
    /// <param name="status">What came.</param>
    /// <param name="allow">What <c>Allow</c> says.</param>
    /// <param name="body">The answer's JSON, if it is JSON.</param>
    public IEnumerable<string> FaultsOf(
        FuzzRequest request, ContractOperation? operation, IReadOnlyList<string> requestFaults, int status, IEnumerable<string> allow, JsonElement? body)
    {
        if (status >= 500)
        {
            yield return "is the server's fault";
        }
        if (operation is null)
        {
            foreach (var fault in StrayFaults(request, status, allow))
            {
                yield return fault;
            }
            yield break;
        }
        var isNoAddress = Uri.UnescapeDataString(request.Path).AsSpan().ContainsAnyInRange('\0', ' ') || (status == 404 && !operation.IsAt(request.Path)); // refused before anything is asked
        if (operation.NeedsKey && !request.HasKey && status is not (401 or 414 or 431) && !isNoAddress)
        {
            yield return "needs a key by the document and answers without one";
        }
        if (request.HasForgedKey && status is not (401 or 414 or 431) && !isNoAddress)
        {
            yield return "looks away from a key that is none";
        }
        if (requestFaults.Count > 0 && status is >= 200 and < 300)
        {
            yield return $"succeeds though its request {string.Join("; ", requestFaults)}";
        }
        var isValid = requestFaults.Count == 0 && (request.HasKey || (!operation.NeedsKey && !request.HasForgedKey));
        if (request.IsGone && (status is >= 200 and < 400 || (isValid && status is not (400 or 403 or 404 or 406 or 410))))
        {
            yield return "knows what was deleted";
        }
        if (isValid && status is 400 or 415 && request.Method != HttpMethod.Head)
        {
            var unexplained = ErrorsOf(body).Where(error => request.NamesWhatIsThere(error.Place)
                || !beyond.Any(rule => rule.Explains(operation.Id, error.Place, error.Code))).ToList();
            if (unexplained.Count > 0)
            {
                yield return $"refuses what the document allows: {string.Join("; ", unexplained.Select(error => $"{error.Place} {error.Code}"))}";
            }
        }
    }

    private IEnumerable<string> StrayFaults(FuzzRequest request, int status, IEnumerable<string> allow)
    {
        var methods = document.Operations.Where(one => one.PathValues(request.Path) is not null).Select(one => one.Method.Method).ToHashSet();
        if (methods.Count == 0 || (request.HasForgedKey && status == 401)) // who calls is asked before what for
        {
            yield break;
        }
        methods.UnionWith(methods.Contains("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"]);
        var expected = request.Method == HttpMethod.Options ? 204 : 405;
        if (status != expected)
        {
            yield return $"is no operation of the document, and not {expected}";
        }
        if (!methods.SetEquals(allow))
        {
            yield return $"says Allow: {string.Join(", ", allow)}, and the document {string.Join(", ", methods)}";
        }
    }

    // A refusal without places is one of the whole: its type says which.
    private static IEnumerable<(string Place, string Code)> ErrorsOf(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } problem)
        {
            return [("", "")];
        }
        return problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
            ? errors.EnumerateArray().Select(error => ((error.TryGetProperty("pointer", out var pointer) ? pointer : error.GetProperty("parameter")).GetString()!, error.GetProperty("code").GetString()!))
            : [("", problem.GetProperty("type").GetString()!)];
    }
}
