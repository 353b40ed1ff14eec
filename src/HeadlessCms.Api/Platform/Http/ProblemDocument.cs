using System.Text.Json.Serialization;

namespace HeadlessCms.Platform.Http;

/// <summary>What went wrong, as RFC 9457 says it.</summary>
public sealed record ProblemDocument
{
    /// <summary>The kind of fault: the path of a page on this server that explains it.</summary>
    /// <example>/problems/invalid</example>
    public required string Type { get; init; }

    /// <summary>The kind in words; the same every time.</summary>
    /// <example>The request breaks rules</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>400</example>
    public required int Status { get; init; }

    /// <summary>What happened this time, for people.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    /// <example>/v1/articles</example>
    public required string Instance { get; init; }

    /// <summary>Find this request in the server's logs by it; also sent as <c>X-Request-Id</c>.</summary>
    public required string TraceId { get; init; }

    /// <summary>Every single fault of the request, where the kind lists them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Fault>? Errors { get; init; }

    /// <summary>Since when it is no longer public.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Why it is no longer public.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The path to start again from, where reading on is no longer possible.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Restart { get; init; }
}

/// <summary>One fault of a request: where, which rule, and in words.</summary>
public sealed record Fault
{
    /// <summary>RFC 6901 pointer into the body.</summary>
    /// <example>/title</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pointer { get; init; }

    /// <summary>The query parameter or header.</summary>
    /// <example>limit</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameter { get; init; }

    /// <summary>Stable name of the rule.</summary>
    /// <example>required</example>
    public required string Code { get; init; }

    /// <summary>For people.</summary>
    public required string Detail { get; init; }

    /// <summary>A fault in the body.</summary>
    public static Fault At(string pointer, string code, string detail) =>
        new() { Pointer = pointer, Code = code, Detail = detail };

    /// <summary>A fault in the query or a header.</summary>
    public static Fault In(string parameter, string code, string detail) =>
        new() { Parameter = parameter, Code = code, Detail = detail };
}
