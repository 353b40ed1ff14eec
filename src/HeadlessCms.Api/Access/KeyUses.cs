namespace HeadlessCms.Access;

/// <summary>When each key was last used, until that is written down: no request waits for a write about itself.</summary>
internal sealed class KeyUses
{
    private readonly Lock _lock = new();
    private Dictionary<Guid, DateTimeOffset> _latest = [];

    /// <summary>Notes a use.</summary>
    public void Note(Guid keyId, DateTimeOffset at)
    {
        lock (_lock)
        {
            _latest[keyId] = at;
        }
    }

    /// <summary>The latest use of each key since this was last asked.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Take()
    {
        lock (_lock)
        {
            var taken = _latest;
            _latest = [];
            return taken;
        }
    }
}
