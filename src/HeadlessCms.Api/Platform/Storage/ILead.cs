namespace HeadlessCms.Platform.Storage;

/// <summary>The lead under a name, until it is disposed; see <see cref="Database.LeadAsync"/>.</summary>
internal interface ILead : IAsyncDisposable
{
    /// <summary>Whether it is still held: for who leads for long, and would else not see that its connection ended.</summary>
    ValueTask<bool> IsHeldAsync(CancellationToken ct);
}
