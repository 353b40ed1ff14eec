using System.Collections.Concurrent;

namespace HeadlessCms.Platform.Http.Ready;

/// <summary>
/// Keeps so many bytes of answers. What has to go is what came first and was not read since it was last looked at, so a
/// crawler that passes once through the archive does not drive out what everybody reads.
/// </summary>
internal sealed class ReadyCache(long maximumBytes)
{
    private const int LargestShare = 8;

    private readonly ConcurrentDictionary<ReadyKey, ReadyEntry> _entries = new();
    private readonly Queue<ReadyKey> _order = new(); // each key that is in the dictionary, once
    private readonly Lock _lock = new();
    private long _bytes;

    /// <summary>What is kept now.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many answers are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>What was kept under this key, or null; it may hold no longer.</summary>
    public ReadyEntry? Find(ReadyKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }
        entry.NoteRead();
        return entry;
    }

    /// <summary>Keeps it in place of what was there, unless that is newer or this is too large.</summary>
    public void Keep(ReadyKey key, ReadyEntry entry)
    {
        lock (_lock)
        {
            var isKnown = _entries.TryGetValue(key, out var before);
            if (before is not null && before.Revision > entry.Revision)
            {
                return;
            }
            entry.Counted = entry.Size + key.Size;
            if (entry.Counted > maximumBytes / LargestShare)
            {
                return;
            }
            _entries[key] = entry;
            _bytes += entry.Counted - (before?.Counted ?? 0);
            if (!isKnown)
            {
                _order.Enqueue(key);
            }
            MakeRoom();
        }
    }

    /// <summary>Counts anew what an entry takes, once a coding of it was made.</summary>
    public void Recount(ReadyKey key, ReadyEntry entry)
    {
        var size = entry.Size + key.Size;
        if (size == entry.Counted)
        {
            return;
        }
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var present) && ReferenceEquals(present, entry))
            {
                _bytes += size - entry.Counted;
                entry.Counted = size;
                MakeRoom();
            }
        }
    }

    private void MakeRoom()
    {
        while (_bytes > maximumBytes)
        {
            var key = _order.Dequeue();
            if (_entries[key].TakeRead())
            {
                _order.Enqueue(key);
            }
            else if (_entries.TryRemove(key, out var gone))
            {
                _bytes -= gone.Counted;
            }
        }
    }
}
