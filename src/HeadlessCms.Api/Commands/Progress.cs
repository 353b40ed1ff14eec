using System.Diagnostics;

namespace HeadlessCms.Commands;

/// <summary>
/// Says on the standard error how far long work is: a line for each step as it begins, and one a second while it
/// counts, so that the standard output holds results only.
/// </summary>
internal sealed class Progress : IProgress<string>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? _step;
    private long _said;

    /// <summary>Takes "the step" or "the step: how far".</summary>
    public void Report(string value)
    {
        var step = value.Split(':')[0];
        if (step != _step)
        {
            Say(step);
        }
        else if (Stopwatch.GetElapsedTime(_said) >= Interval)
        {
            Say(value);
        }

        void Say(string line)
        {
            Console.Error.WriteLine(line);
            (_step, _said) = (step, Stopwatch.GetTimestamp());
        }
    }
}
