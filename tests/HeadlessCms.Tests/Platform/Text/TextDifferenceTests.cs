using System.Diagnostics;
using HeadlessCms.Platform.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Text;

public sealed class TextDifferenceTests
{
    [Theory]
    [InlineData("同", "同", "")]
    [InlineData("", "新", "{+新+}")]
    [InlineData("旧", "", "[-旧-]")]
    [InlineData("苏州召开大会", "苏州市召开大会", "苏州{+市+}召开大会")]
    [InlineData("the quick fox jumps", "the slow fox jumps", "the [-quick-]{+slow+} fox jumps")]
    [InlineData("2021年4月", "2022年4月", "[-2021-]{+2022+}年4月")]
    [InlineData("见𠮷野家", "见𠮾野家", "见[-𠮷-]{+𠮾+}野家")]
    [InlineData("<a href=\"/a\">甲</a>", "<a href=\"/b\">甲</a>", "[-<a href=\"/a\">-]{+<a href=\"/b\">+}甲</a>")]
    [InlineData("<p>一</p><p>二</p>", "<p>一</p><p>新</p><p>二</p>", "<p>一</p>{+<p>新</p>+}<p>二</p>")]
    [InlineData("甲的乙的丙", "丁的戊的己", "[-甲的乙的丙-]{+丁的戊的己+}")]
    [InlineData("3 < 4 并且", "3 < 5 并且", "3 < [-4-]{+5+} 并且")]
    public void It_reads_as_people_would_mark_it(string before, string after, string expected) =>
        Assert.Equal(expected, TextDifference.Between(before, after));

    [Fact]
    public void Of_what_stayed_only_the_surroundings_are_shown()
    {
        var (long1, long2) = (new string('前', 100), string.Concat(Enumerable.Repeat("𠮷", 100)));

        Assert.Equal(
            $"…{new string('前', 40)}[-一-]{{+二+}}{string.Concat(Enumerable.Repeat("𠮷", 20))}…",
            TextDifference.Between($"{long1}一{long2}", $"{long1}二{long2}"));
    }

    [Fact]
    public void Both_sides_can_be_put_together_from_it_while_nothing_is_left_out()
    {
        var random = new Random(7);
        for (var n = 0; n < 300; n++)
        {
            var (before, after) = (Text(), Text());
            var marked = TextDifference.Between(before, after);

            Assert.Equal(before == after ? "" : before, Side(marked, "[-", "-]", "{+", "+}"));
            Assert.Equal(before == after ? "" : after, Side(marked, "{+", "+}", "[-", "-]"));
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "的一是ab \n𠮷<p>".EnumerateRunes().ElementAt(random.Next(11)).ToString()));
    }

    [Theory]
    [InlineData("字")]
    [InlineData("ab ")]
    [InlineData("<p>段</p>")]
    [InlineData("<")]
    public void The_worst_costs_no_more_than_the_bound(string piece)
    {
        var random = new Random(11);
        string Text() => string.Concat(Enumerable.Range(0, Depth.Pick(100_000, 1_000_000)).Select(_ => random.Next(3) == 0 ? "x" : piece));
        var (before, after) = (Text(), Text());
        var clock = Stopwatch.StartNew();

        var marked = TextDifference.Between(before, after);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), $"It took {clock.Elapsed}.");
        Assert.InRange(marked.Length, 1, 110_000);
    }

    private static string Side(string marked, string open, string close, string otherOpen, string otherClose)
    {
        while (marked.IndexOf(otherOpen, StringComparison.Ordinal) is >= 0 and var start)
        {
            marked = marked.Remove(start, marked.IndexOf(otherClose, start, StringComparison.Ordinal) + 2 - start);
        }
        return marked.Replace(open, "", StringComparison.Ordinal).Replace(close, "", StringComparison.Ordinal);
    }
}
