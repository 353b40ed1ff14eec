using System.Diagnostics;
using System.Net;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

/// <summary>How long the built program needs from its start to its first answer, on a machine that does nothing else.</summary>
[Collection(Alone.Name)]
public sealed class ServeStartTests
{
    private const int Tries = 3;

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task It_answers_within_two_seconds_of_its_start_from_nothing_and_with_a_portal_in_it()
    {
        using var directory = new TemporaryDirectory();
        // The build has taken the sample portal in already, for the sandbox; its files, which no list reads, are not beside it.
        var filled = Directory.CreateDirectory(Path.Combine(directory.Path, "filled")).FullName;
        var built = Path.GetDirectoryName(Executable.StartBuilt().ArgumentList[0])!; // never null: a program lies in a folder
        File.Copy(Path.Combine(built, "sandbox.db"), Path.Combine(filled, SqliteDatabase.FileName));

        var fromNothing = await BestAsync(turn => FirstAnswerAsync(Path.Combine(directory.Path, $"empty-{turn}"), articles: 0));
        var withPortal = await BestAsync(_ => FirstAnswerAsync(filled, articles: 1));
        Report.Line($"start to first answer in ms: {fromNothing.TotalMilliseconds:F0} from nothing, {withPortal.TotalMilliseconds:F0} with the sample portal");

        Assert.InRange(fromNothing, TimeSpan.Zero, Promised);
        Assert.InRange(withPortal, TimeSpan.Zero, Promised);
    }

    // The best of a few, as what else a machine does only makes it slower; one that is in time is enough.
    private static async Task<TimeSpan> BestAsync(Func<int, Task<TimeSpan>> measure)
    {
        var best = TimeSpan.MaxValue;
        for (var turn = 0; turn < Tries && best > Promised; turn++)
        {
            var time = await measure(turn);
            best = time < best ? time : best;
        }
        return best;
    }

    private static async Task<TimeSpan> FirstAnswerAsync(string dataDirectory, int articles)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await ServerProcess.StartAsync(dataDirectory);
        var list = (await server.Anonymous.GetAsync("/v1/articles?limit=1")).Expect(HttpStatusCode.OK);
        var took = Stopwatch.GetElapsedTime(began);
        Assert.Equal(articles, list.Ids().Length);
        return took;
    }
}
