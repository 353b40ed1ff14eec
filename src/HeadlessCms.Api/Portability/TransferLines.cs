using System.Runtime.CompilerServices;

namespace HeadlessCms.Portability;

/// <summary>A line of a stream.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Its bytes, until the next is asked for; null when there were more than a line may have.</param>
internal readonly record struct StreamLine(int Number, ReadOnlyMemory<byte>? Text);

/// <summary>Reads a stream line by line, in memory that the longest line alone decides; blank lines are passed over.</summary>
internal static class TransferLines
{
    /// <summary>Bytes of a line: a JSON body of the API, with what stands around it.</summary>
    public const int LongestLine = 9 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    /// <summary>All its lines.</summary>
    public static async IAsyncEnumerable<StreamLine> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken ct)
    {
        var (buffer, begin, end, number, isCut) = (new byte[FirstBuffer], 0, 0, 1, false);
        while (true)
        {
            if (buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n') is var length and >= 0)
            {
                if (isCut || !IsBlank(buffer.AsSpan(begin, length)))
                {
                    yield return new(number, isCut ? null : buffer.AsMemory(begin, length));
                }
                (begin, number, isCut) = (begin + length + 1, number + 1, false);
                continue;
            }
            if (end - begin > LongestLine)
            {
                (begin, end, isCut) = (0, 0, true);
            }
            Array.Copy(buffer, begin, buffer, 0, end - begin);
            (begin, end) = (0, end - begin);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            var read = await source.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0)
            {
                break;
            }
            end += read;
        }
        if (isCut || !IsBlank(buffer.AsSpan(begin, end - begin)))
        {
            yield return new(number, isCut ? null : buffer.AsMemory(begin, end - begin));
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
