using System.Buffers;
using System.Text;

namespace HeadlessCms.Attachments.Formats;

/// <summary>Finds what a browser might take for a page, whatever the file calls itself.</summary>
internal static class Markup
{
    /// <summary>Browsers sniff less than 2 KiB; a page with a long comment in front is still found.</summary>
    public const int HeadLength = 4096;

    private const int LongestMark = 16;

    private static readonly SearchValues<string> _marks = SearchValues.Create(
        ["<!doctype", "<html", "<head>", "<body", "<script", "<iframe", "<svg ", "<svg>", "<?xml ", "<?php"],
        StringComparison.OrdinalIgnoreCase);

    public static bool IsIn(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).AsSpan().ContainsAny(_marks);

    /// <summary>From the offset to the end of the file, in pieces that overlap by a mark's length.</summary>
    public static bool Follows(ByteCursor cursor, long offset)
    {
        var piece = new byte[32 * 1024];
        for (; offset < cursor.Length && cursor.TrySeek(offset); offset += piece.Length - LongestMark)
        {
            if (IsIn(piece.AsSpan(0, cursor.ReadSome(piece))))
            {
                return true;
            }
        }

        return false;
    }
}
