namespace HeadlessCms.Portability;

/// <summary>What an import of lines, or of what reads like them, came to.</summary>
internal sealed record TransferOutcome
{
    private const int MostTold = 100;

    public required bool DryRun { get; init; }

    public required int Categories { get; init; }

    public required int Attachments { get; init; }

    public required int Articles { get; init; }

    /// <summary>How much was refused.</summary>
    public required int Refused { get; init; }

    /// <summary>Whether the end of it is missing, which is refused as a line of its own.</summary>
    public required bool IsCutOff { get; init; }

    /// <summary>Why, each with its place.</summary>
    public required IReadOnlyList<ImportFault> Faults { get; init; }

    /// <summary>What came in all the same, and not as it was.</summary>
    public required IReadOnlyList<ImportFault> Notes { get; init; }

    /// <summary>As the API answers it.</summary>
    public ImportReport ToReport() => new()
    {
        DryRun = DryRun,
        Categories = Categories,
        Attachments = Attachments,
        Articles = Articles,
        Refused = Refused,
        CutOff = IsCutOff,
        Faults = [.. Faults.Take(MostTold).Select(fault => new LineFault { Line = fault.Line, Property = fault.Property, Detail = fault.Detail })],
    };
}
