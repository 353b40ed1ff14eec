namespace HeadlessCms.Tests.Contract.Guard;

/// <summary>Whether every status of every operation was reached, or is listed with the reason why not.</summary>
internal sealed class CoverageJudge
{
    private const string Table = "tests/HeadlessCms.Tests/Contract/Guard/NotReached.cs";

    public CoverageJudge(ContractFile document, IReadOnlyCollection<(string Operation, int Status)> seen, IReadOnlyList<NotReached> listed)
    {
        var declared = document.Operations.SelectMany(operation => operation.Answers.Keys.Select(status => (operation.Id, status))).ToHashSet();
        bool Covers(NotReached one, (string Operation, int Status) pair) => one.Status == pair.Status && (one.Operation == "*" || one.Operation == pair.Operation);
        Declared = declared.Count;
        Accounted = declared.Count(pair => seen.Contains(pair) || listed.Any(one => Covers(one, pair)));
        Faults =
        [
            .. declared.Where(pair => !seen.Contains(pair) && !listed.Any(one => Covers(one, pair))).Order().Select(pair =>
                $"{pair.Item1} never answered {pair.Item2}: write a test that gets it, or add to {Table}: new(\"{pair.Item1}\", {pair.Item2}, \"why no test can get it\"),"),
            .. listed.Where(one => !one.ByChance && declared.Any(pair => Covers(one, pair) && seen.Contains(pair))).Select(one =>
                $"{one.Operation} {one.Status} is listed in {Table} and was reached{(one.Operation == "*" ? $" ({string.Join(", ", seen.Where(pair => Covers(one, pair)).Select(pair => pair.Operation).Order())})" : "")}: take it out."),
            .. listed.Where(one => !declared.Any(pair => Covers(one, pair))).Select(one =>
                $"{one.Operation} {one.Status} is listed in {Table}, but openapi.yaml declares no such answer: take it out."),
        ];
    }

    /// <summary>How many pairs of operation and status the document has.</summary>
    public int Declared { get; }

    /// <summary>How many of them were reached or are listed.</summary>
    public int Accounted { get; }

    /// <summary>What to do, a line each.</summary>
    public IReadOnlyList<string> Faults { get; }
}
