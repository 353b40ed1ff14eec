using System.Globalization;

namespace HeadlessCms.Platform.Text;

/// <summary>Gathers text up to a bound, for writers whose output can outgrow their input.</summary>
internal sealed class BoundedWriter(int maximumLength) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Refuse(1);
        base.Write(value);
    }

    public override void Write(string? value)
    {
        Refuse(value?.Length ?? 0);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Refuse(count);
        base.Write(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Refuse(buffer.Length);
        base.Write(buffer);
    }

    private void Refuse(int more)
    {
        if (GetStringBuilder().Length + more > maximumLength)
        {
            throw new TooComplexException($"It grows beyond {maximumLength} characters.");
        }
    }
}
