using System.Globalization;
using System.Reflection;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Platform.Http;

/// <summary>What an operation takes in its query; put on the route by <see cref="QueryRoutes.WithQuery"/>.</summary>
internal sealed record QueryMetadata(IReadOnlyList<QueryParameter> Parameters);

/// <summary>How a route says what it takes.</summary>
internal static class QueryRoutes
{
    /// <summary>Names the parameters the operation reads; any other is refused.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params QueryParameter[] parameters) =>
        route.WithMetadata(new QueryMetadata(parameters));
}

/// <summary>
/// The query of a request, read by what the route says it takes. Everything unknown or wrong is named at once; a
/// handler that gets one finds every value valid.
/// </summary>
internal sealed class Query : IFaulty
{
    private const int LongestQuote = 80;

    private readonly Dictionary<string, object> _values = [];
    private readonly List<Fault> _faults = [];

    /// <inheritdoc/>
    public IResult? Problem => _faults.Count > 0 ? new InvalidProblem(_faults) : null;

    /// <summary>Called by the framework.</summary>
    public static ValueTask<Query?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var parameters = context.GetEndpoint()?.Metadata.GetMetadata<QueryMetadata>()?.Parameters ?? [];
        return new(Of(context.Request.Query, parameters));
    }

    /// <summary>Reads a query by what is taken.</summary>
    public static Query Of(IQueryCollection sent, IReadOnlyList<QueryParameter> parameters)
    {
        var query = new Query();
        query._faults.AddRange(Unknown(sent, parameters));
        foreach (var expected in parameters)
        {
            query.Read(expected, sent[expected.Name].ToArray());
        }
        return query;
    }

    /// <summary>A fault for every parameter that nothing reads: a misspelt filter must not answer everything.</summary>
    public static IReadOnlyList<Fault> Unknown(IQueryCollection query, IReadOnlyList<QueryParameter> known) =>
        [.. query.Keys.Where(name => known.All(parameter => parameter.Name != name))
            .Select(name => Fault.In(name, "unknown_parameter", $"There is no parameter '{name}' here."))];

    /// <summary>Whether it was sent.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The number, or the parameter's default.</summary>
    public long Integer(string name) => (long)_values[name];

    /// <summary>The text or the choice, or null when it was not sent.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <summary>The flag, or null when it was not sent.</summary>
    public bool? Flag(string name) => _values.GetValueOrDefault(name) as bool?;

    /// <summary>The instant, or null when it was not sent.</summary>
    public DateTimeOffset? Time(string name) => _values.GetValueOrDefault(name) as DateTimeOffset?;

    /// <summary>The day, or null when it was not sent.</summary>
    public DateOnly? Date(string name) => _values.GetValueOrDefault(name) as DateOnly?;

    /// <summary>The words, or null when it was not sent.</summary>
    public IReadOnlyList<string>? Names(string name) => _values.GetValueOrDefault(name) as IReadOnlyList<string>;

    /// <summary>The ids, or null when it was not sent.</summary>
    public IReadOnlyList<Guid>? Ids(string name) => _values.GetValueOrDefault(name) as IReadOnlyList<Guid>;

    private void Read(QueryParameter expected, string?[] sent)
    {
        if (sent.Length > 1)
        {
            _faults.Add(Fault.In(expected.Name, "repeated",
                expected.Kind is QueryKind.Names or QueryKind.Ids ? "It may be sent once, its values separated by commas." : "It may be sent once."));
        }
        else if (sent is [var text] && (text is null || !CodePoints.IsWellFormed(text)))
        {
            _faults.Add(Fault.In(expected.Name, "not_well_formed", "Text must not hold NUL or half of a surrogate pair."));
        }
        else if ((sent.Length == 1 ? sent[0] : expected.Default) is { } given)
        {
            var value = Parse(expected, given);
            if (value is null)
            {
                _faults.Add(Fault.In(expected.Name, "not_allowed", $"{Wrong(expected, given)}It must be {Expectation(expected)}."));
                return;
            }
            _values[expected.Name] = value;
        }
        else if (expected.IsRequired)
        {
            _faults.Add(Fault.In(expected.Name, "required", $"It must be {Expectation(expected)}."));
        }
    }

    private static object? Parse(QueryParameter expected, string text) => expected.Kind switch
    {
        QueryKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= expected.Minimum && number <= expected.Maximum ? number : null,
        QueryKind.Text => CodePoints.Count(text) is var length && length >= expected.Minimum && length <= expected.Maximum
            && (expected.Pattern is null || TextForm.Fits(text, expected.Pattern)) ? text : null,
        QueryKind.Address => CodePoints.Count(text) <= expected.Maximum && WebAddress.Is(text) ? text : null,
        QueryKind.Flag => text switch { "true" => true, "false" => false, _ => null },
        QueryKind.Time => SiteTimeConverter.TryParse(text, out var time) ? time : null,
        QueryKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        QueryKind.Choice => expected.Choices.Contains(text) ? text : null,
        QueryKind.Names => text.Split(',') is var names && names.All(expected.Choices.Contains) && names.Distinct().Count() == names.Length
            ? names : null,
        QueryKind.Ids => ParseIds(text, expected.Maximum),
        _ => throw new InvalidOperationException($"Nothing reads {expected.Kind}."),
    };

    private static Guid[]? ParseIds(string text, long maximum)
    {
        var parts = text.Split(',');
        var ids = parts.Select(part => IdText.TryRead(part, out var id) ? id : (Guid?)null).ToArray();
        return parts.Length <= maximum && Array.TrueForAll(ids, id => id is not null)
            ? [.. ids.Select(id => id!.Value).Distinct()]
            : null;
    }

    // Which of several words it is about; of a single value the caller knows.
    private static string Wrong(QueryParameter expected, string given)
    {
        var names = expected.Kind switch
        {
            QueryKind.Choice => [given],
            QueryKind.Names or QueryKind.Ids => given.Split(','),
            _ => Array.Empty<string>(),
        };
        var isKnown = expected.Kind is QueryKind.Ids ? name => Guid.TryParseExact(name, "D", out _) : (Func<string, bool>)expected.Choices.Contains;
        var (unknown, repeated) = (names.Where(name => !isKnown(name)).ToList(), names.GroupBy(name => name).Where(same => same.Count() > 1).ToList());
        return (unknown, repeated) switch
        {
            ([var first, ..], _) => $"'{CodePoints.First(first, LongestQuote)}' is {(expected.Kind is QueryKind.Ids ? "no id" : "not known here")}{(unknown.Count > 1 ? $", nor are {unknown.Count - 1} more" : "")}. ",
            (_, [var first, ..]) when expected.Kind is QueryKind.Names => $"'{first.Key}' is named twice. ",
            _ => "",
        };
    }

    private static string Expectation(QueryParameter expected) => expected.Kind switch
    {
        QueryKind.Integer => $"a whole number from {expected.Minimum} to {expected.Maximum}",
        QueryKind.Text when expected.Form is not null => expected.Form,
        QueryKind.Text => $"{expected.Minimum} to {expected.Maximum} characters",
        QueryKind.Address => $"an http or https address of {expected.Maximum} characters or less",
        QueryKind.Flag => "true or false",
        QueryKind.Time => $"RFC 3339 with an offset, such as 2021-04-20T04:11:00+08:00 (with + written %2B), {SiteTimeConverter.Years}",
        QueryKind.Date => "a day such as 2026-11-23",
        QueryKind.Choice => $"one of {string.Join(", ", expected.Choices)}",
        QueryKind.Names => $"some of {string.Join(", ", expected.Choices)}, each once, separated by commas",
        _ => $"up to {expected.Maximum} ids, separated by commas",
    };
}
