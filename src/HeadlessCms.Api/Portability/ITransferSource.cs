namespace HeadlessCms.Portability;

/// <summary>A portal, or a part of one, that comes in: as lines, or as something else that reads as if it were lines.</summary>
internal interface ITransferSource
{
    /// <summary>Whether translations may stand before their originals, so that all of it is read once more for them.</summary>
    bool IsReadTwice { get; }

    /// <summary>All of it, from its beginning; what cannot be read is told to <paramref name="faults"/>, and the rest goes on.</summary>
    IAsyncEnumerable<Arrival> ReadAsync(ImportFaults faults, CancellationToken ct);
}

/// <summary>One thing that comes in.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Line">What it says; null when it could not be read.</param>
internal sealed record Arrival(Place Place, TransferLine? Line)
{
    /// <summary>Of an attachment: where its bytes lie on this machine; null when they came before it or are here already.</summary>
    public string? File { get; init; }

    /// <summary>
    /// Of an article: whether it comes from another system. Then its id alone tells that it is here already, and it takes another
    /// slug when its own is taken.
    /// </summary>
    public bool IsForeign { get; init; }
}

/// <summary>A portal as lines of JSON. The last is of kind <c>end</c>: what was cut off between two lines shows in nothing else.</summary>
internal sealed class LineSource(Stream lines, TransferEntries entries) : ITransferSource
{
    /// <inheritdoc/>
    public bool IsReadTwice => true;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Arrival> ReadAsync(
        ImportFaults faults, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        lines.Position = 0;
        var (last, isEnded) = (0, false);
        await foreach (var line in TransferLines.ReadAsync(lines, ct))
        {
            if (isEnded)
            {
                faults.Refuse([], [TransferEntries.PlaceOf(line.Number).Fault("The line before is of kind end: from here on nothing is taken in.")]);
                yield break;
            }
            var read = entries.Read(line, faults);
            (last, isEnded) = (line.Number, read is { Kind: "end" });
            yield return new(TransferEntries.PlaceOf(line.Number), read);
        }
        if (!isEnded)
        {
            faults.CutOff(TransferEntries.PlaceOf(last + 1).Fault("It is cut off here: the last line is of kind end."));
        }
    }
}
