namespace HeadlessCms.Sandbox;

/// <summary>Brings everything back to the start.</summary>
internal interface ISandboxReset
{
    /// <summary>The next request finds what the first one found.</summary>
    Task ResetAsync(CancellationToken ct);
}
