namespace HeadlessCms.Sandbox;

/// <summary>What time it is in the sandbox.</summary>
public sealed record SandboxTime
{
    /// <summary>The moment, with any offset.</summary>
    /// <example>2026-01-06T09:00:00+08:00</example>
    public DateTimeOffset? Now { get; init; }
}

/// <summary>What is to go wrong.</summary>
public sealed record SandboxFaultList
{
    /// <summary>Each fault; of several for one operation the first goes first. Empty: nothing goes wrong any longer.</summary>
    public IReadOnlyList<SandboxFault>? Items { get; init; }
}

/// <summary>What is to happen to the next calls of an operation.</summary>
public sealed record SandboxFault
{
    /// <summary>Which operation, by its name in the contract.</summary>
    /// <example>getArticle</example>
    public string? OperationId { get; init; }

    /// <summary>The status they are answered with, as a problem, instead of being done; null: they are done.</summary>
    /// <example>503</example>
    public int? Status { get; init; }

    /// <summary>Milliseconds they wait first, of real time; null: none.</summary>
    public int? Delay { get; init; }

    /// <summary>How many calls; left out: one.</summary>
    /// <example>3</example>
    public int? Calls { get; init; }
}
