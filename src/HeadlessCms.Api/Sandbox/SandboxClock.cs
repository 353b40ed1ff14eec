using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform;

namespace HeadlessCms.Sandbox;

/// <summary>
/// A clock that stands still until it is set, and makes up the same ids and keys in the same order. Only waiting takes real
/// time: a long poll ends, though no second has passed.
/// </summary>
/// <param name="firstId">The number of the first id it makes up, below 2^48.</param>
internal sealed class SandboxClock(long firstId = 1) : TimeProvider, IMakesUp
{
    /// <summary>When every sandbox begins: a Monday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));

    private long _ticks = Start.UtcTicks;
    private long _ids = firstId - 1;
    private long _texts;

    /// <summary>The moment it shows.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>What is done every so often is never due while no time passes.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        period == Timeout.InfiniteTimeSpan
            ? base.CreateTimer(callback, state, dueTime, period)
            : base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>The moment (48 bits), then a number that goes up where others have random bits (RFC 9562 section 6.2, method 1).</summary>
    public Guid NewId(DateTimeOffset at)
    {
        var number = (ulong)Interlocked.Increment(ref _ids);
        var moment = (ulong)at.ToUnixTimeMilliseconds();
        return new Guid(
            (uint)(moment >> 16), (ushort)moment, 0x7000,
            0x80, 0, (byte)(number >> 40), (byte)(number >> 32), (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);
    }

    /// <inheritdoc/>
    public string NewText(string characters, int length)
    {
        var seed = $"sandbox {Interlocked.Increment(ref _texts)}";
        var bytes = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(seed), length);
        return string.Concat(bytes.Select(value => characters[value % characters.Length]));
    }
}
