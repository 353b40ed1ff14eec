namespace HeadlessCms.Platform.Http;

/// <summary>
/// Counts requests in fixed windows, one a caller, that begin with the caller's first request. Not the framework's
/// limiters: they read the machine's stopwatch, which no test can advance, and cannot say when a window ends, which
/// the headers must.
/// </summary>
internal sealed class RateWindows(RateLimit limit, TimeProvider clock, int capacity = 100_000)
{
    private readonly Dictionary<string, Window> _windows = [];
    private readonly Lock _lock = new();

    /// <summary>How many callers are remembered; never more than the capacity.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _windows.Count;
            }
        }
    }

    /// <summary>Counts one request, unless the quota is used up.</summary>
    public RateState Take(string caller)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            var window = _windows.TryGetValue(caller, out var known) && !IsOver(known, now) ? known : new(now, 0);
            var allowed = window.Used < limit.Requests;
            if (allowed)
            {
                MakeRoom(caller, now);
                window = window with { Used = window.Used + 1 };
                _windows[caller] = window;
            }
            var rest = TimeSpan.FromSeconds(limit.Seconds) - clock.GetElapsedTime(window.Start, now);
            return new(limit, allowed, limit.Requests - window.Used, (int)Math.Max(1, Math.Ceiling(rest.TotalSeconds)));
        }
    }

    // Forgetting everybody at once is rare (a hundred thousand callers within one window) and costs each at most one
    // more quota; sparing some would mean a sweep over all for every newcomer.
    private void MakeRoom(string caller, long now)
    {
        if (_windows.Count < capacity || _windows.ContainsKey(caller))
        {
            return;
        }
        foreach (var over in _windows.Where(window => IsOver(window.Value, now)).Select(window => window.Key).ToList())
        {
            _windows.Remove(over);
        }
        if (_windows.Count > capacity / 2)
        {
            _windows.Clear();
        }
    }

    private bool IsOver(Window window, long now) => clock.GetElapsedTime(window.Start, now).TotalSeconds >= limit.Seconds;

    private readonly record struct Window(long Start, int Used);
}
