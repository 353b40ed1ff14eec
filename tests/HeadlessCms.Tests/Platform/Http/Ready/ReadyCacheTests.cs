using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Ready;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Ready;

/// <summary>What is kept fits the setting, and what everybody reads stays.</summary>
public sealed class ReadyCacheTests
{
    private const int Maximum = 100_000;

    private readonly ReadyCache _cache = new(Maximum);

    [Fact]
    public void It_never_takes_more_than_it_may()
    {
        for (var n = 0; n < 1000; n++)
        {
            _cache.Keep(Key(n), Entry(bytes: 100 + (n * 7 % 3000)));
            Assert.InRange(_cache.Bytes, 0, Maximum);
        }
        Assert.InRange(_cache.Count, 10, 999);
    }

    [Fact]
    public void What_is_read_stays_and_what_was_passed_by_once_goes()
    {
        _cache.Keep(Key(0), Entry(1000));
        for (var n = 1; n < 1000; n++)
        {
            Assert.NotNull(_cache.Find(Key(0)));
            _cache.Keep(Key(n), Entry(1000));
        }
        Assert.NotNull(_cache.Find(Key(0)));
        Assert.Null(_cache.Find(Key(1)));
    }

    [Fact]
    public void What_is_too_large_for_its_share_is_not_kept()
    {
        _cache.Keep(Key(1), Entry(Maximum / 4));

        Assert.Null(_cache.Find(Key(1)));
        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public void What_was_read_earlier_does_not_take_the_place_of_what_was_read_later()
    {
        var (older, newer) = (Entry(100, revision: 1), Entry(100, revision: 2));
        _cache.Keep(Key(1), newer);
        _cache.Keep(Key(1), older);

        Assert.Same(newer, _cache.Find(Key(1)));
    }

    [Fact]
    public void The_same_key_is_counted_once()
    {
        for (var n = 0; n < 1000; n++)
        {
            _cache.Keep(Key(1), Entry(1000, revision: n));
        }
        Assert.Equal(1, _cache.Count);
        Assert.InRange(_cache.Bytes, 1000, 3000);
    }

    private static ReadyKey Key(int n) => new($"/v1/articles/{n}", "");

    private static ReadyEntry Entry(int bytes, long revision = 1) => new()
    {
        Answer = new ReadyAnswer(AnswerFormat<object>.Form, "\"tag\"", lastModified: null, new byte[bytes]),
        Revision = revision,
        Zone = TimeZoneInfo.Utc,
        Until = null,
    };
}
