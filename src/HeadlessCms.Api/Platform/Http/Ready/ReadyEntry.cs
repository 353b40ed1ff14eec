using Microsoft.Extensions.Primitives;

namespace HeadlessCms.Platform.Http.Ready;

/// <summary>What a public read is asked for by: the path and the query as they were sent.</summary>
internal readonly record struct ReadyKey(string Path, string Query)
{
    /// <summary>That of a request.</summary>
    public static ReadyKey Of(HttpRequest request) => new(request.Path.Value ?? "", request.QueryString.Value ?? "");

    /// <summary>What it takes in memory.</summary>
    public int Size => sizeof(char) * (Path.Length + Query.Length);
}

/// <summary>An answer that is kept, and how long it holds.</summary>
internal sealed class ReadyEntry
{
    private bool _wasRead;

    /// <summary>Null for what is never kept, such as what shows counts: then this only says so.</summary>
    public required ReadyAnswer? Answer { get; init; }

    /// <summary>The database's revision before it was read: it holds until that grows.</summary>
    public required long Revision { get; init; }

    /// <summary>The zone that its times are written in.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>When it changes although nobody writes; null where nothing in it ends.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>What the layers around say of it in headers; null until it has gone their way.</summary>
    public IReadOnlyList<KeyValuePair<string, StringValues>>? Said { get; set; }

    /// <summary>What the cache counts for it.</summary>
    public int Counted { get; set; }

    /// <summary>What it takes now; its answer grows when a coding is made.</summary>
    public int Size => Answer?.Size ?? 200;

    /// <summary>Whether it answers this request, which came when the database was at this revision.</summary>
    public bool Answers(HttpRequest request, long revision, TimeZoneInfo zone, DateTimeOffset now) =>
        Answer is not null && Revision >= revision && ReferenceEquals(Zone, zone) && (Until is not { } end || now < end)
        && (Answer.HasBody || Answer.IsCurrentFor(request));

    /// <summary>Says that it is of use.</summary>
    public void NoteRead()
    {
        if (!_wasRead) // not written when it is set, so that readers do not take each other's cache line
        {
            _wasRead = true;
        }
    }

    /// <summary>Whether it was read since this was asked last.</summary>
    public bool TakeRead()
    {
        var was = _wasRead;
        _wasRead = false;
        return was;
    }
}
