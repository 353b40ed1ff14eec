using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Http;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Views;

/// <summary>
/// Who viewed which article within the repeat window. Nobody's address is kept: what is remembered is a hash of article,
/// network and browser under a random key that lives in memory for one day of the site, so that it can be neither turned
/// back nor followed from article to article or from day to day.
/// </summary>
internal sealed class RecentVisitors(IOptions<CmsOptions> options, SiteZone zone)
{
    /// <summary>How many are remembered; beyond them the earliest are forgotten, and may be counted again.</summary>
    public const int Capacity = 200_000;

    private readonly TimeSpan _window = TimeSpan.FromSeconds(options.Value.Views.RepeatWindow);
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, DateTimeOffset> _seen = [];
    private readonly Queue<(UInt128 Visit, DateTimeOffset At)> _byAge = [];
    private byte[] _key = [];
    private DateOnly _day;

    /// <summary>How many are remembered now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _seen.Count;
            }
        }
    }

    /// <summary>
    /// Notes the visit; null when the same visitor's last one is within the window. Give what comes back to
    /// <see cref="Forget"/> if it was not counted after all.
    /// </summary>
    public Visit? Note(Guid articleId, IPAddress? address, string userAgent, DateTimeOffset now)
    {
        if (_window == TimeSpan.Zero)
        {
            return default(Visit);
        }
        lock (_gate)
        {
            StartDay(zone.Day(now));
            ForgetOlderThan(now - _window);
            var visit = HashOf(articleId, address, userAgent);
            if (!_seen.TryAdd(visit, now))
            {
                return null;
            }
            _byAge.Enqueue((visit, now));
            return new Visit(visit, now);
        }
    }

    /// <summary>The visit was not counted: the next try is no repetition.</summary>
    public void Forget(Visit visit)
    {
        lock (_gate)
        {
            Drop(visit.Hash, visit.At);
        }
    }

    private void StartDay(DateOnly day)
    {
        if (day != _day)
        {
            (_day, _key) = (day, RandomNumberGenerator.GetBytes(32));
            _seen.Clear();
            _byAge.Clear();
        }
    }

    private void ForgetOlderThan(DateTimeOffset limit)
    {
        while (_byAge.TryPeek(out var oldest) && (oldest.At <= limit || _byAge.Count >= Capacity))
        {
            Drop(oldest.Visit, oldest.At);
            _byAge.Dequeue();
        }
    }

    // One that was forgotten and came again has a later time, and stays.
    private void Drop(UInt128 visit, DateTimeOffset at)
    {
        if (_seen.TryGetValue(visit, out var last) && last == at)
        {
            _seen.Remove(visit);
        }
    }

    private UInt128 HashOf(Guid articleId, IPAddress? address, string userAgent)
    {
        byte[] visit = [.. articleId.ToByteArray(), .. NetworkOf(address), 0, .. Encoding.UTF8.GetBytes(userAgent)];
        return BitConverter.ToUInt128(HMACSHA256.HashData(_key, visit));
    }

    // A subscriber of IPv6 has a whole /64, and a browser changes its address within it from hour to hour.
    private static byte[] NetworkOf(IPAddress? address) => address switch
    {
        null => [],
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().GetAddressBytes(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => address.GetAddressBytes()[..8],
        _ => address.GetAddressBytes(),
    };

    /// <summary>A visit that was noted.</summary>
    /// <param name="Hash">Whose and of what.</param>
    /// <param name="At">When.</param>
    internal readonly record struct Visit(UInt128 Hash, DateTimeOffset At);
}
