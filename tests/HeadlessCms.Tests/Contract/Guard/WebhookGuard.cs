using System.Text.Json;
using HeadlessCms.Tests.Support;

namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Holds the calls that webhooks get to what the document says under <c>webhooks</c>.</summary>
internal static class WebhookGuard
{
    private static readonly IReadOnlyList<Announced> All = [.. ContractFile.Committed.Json.GetProperty("webhooks").EnumerateObject().Select(one => new Announced(one))];

    /// <summary>Why it is none of the calls that are announced; null when it is one of them.</summary>
    public static string? FaultOf(ReceivedCall call)
    {
        var faults = All.Select(announced => (announced.Name, Faults: announced.FaultsOf(call).ToList())).ToList();
        return faults.Exists(one => one.Faults.Count == 0) ? null
            : $"{call.Body} is no call that the document announces: {string.Join("; ", faults.Select(one => $"{one.Name}: {string.Join(", ", one.Faults)}"))}";
    }

    private sealed class Announced
    {
        private readonly List<ContractParameter> _headers;
        private readonly JsonSchema _body;

        public Announced(JsonProperty webhook)
        {
            var (document, post) = (ContractFile.Committed, webhook.Value.GetProperty("post"));
            Name = webhook.Name;
            _headers = [.. post.GetProperty("parameters").EnumerateArray().Select(one => new ContractParameter(document.Follow(one), document.Schemas, document))];
            _body = document.Schemas.Of(post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        }

        public string Name { get; }

        public IEnumerable<string> FaultsOf(ReceivedCall call) => _headers
            .SelectMany(header => call.Headers.TryGetValue(header.Name, out var text)
                ? header.FaultsOf(text).Select(fault => $"{header.Name} {fault}")
                : header.IsRequired ? [$"{header.Name} is missing"] : [])
            .Concat(_body.FaultsOf(call.Json));
    }
}
