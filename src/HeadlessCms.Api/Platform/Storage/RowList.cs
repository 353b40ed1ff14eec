using System.Data;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// Rows for <c>VALUES @name</c> of an <c>INSERT</c> or a <c>WITH</c>: as many as there are in one statement, whose text does not
/// grow with them. They go as one parameter (SQLite: JSON) or as one for each column (PostgreSQL: arrays); with one for each value,
/// SQLite looks for its name among all others, which takes most of the time of a batch with thousands (256 views: some 180 ms, and 70 without).
/// </summary>
internal sealed class RowList : SqlMapper.ICustomQueryParameter
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // Chinese stays three bytes

    private readonly IReadOnlyList<object?[]> _rows;

    /// <param name="rows">One at least; the values of each column are of one type, or null.</param>
    public RowList(IEnumerable<object?[]> rows)
    {
        _rows = [.. rows];
        ArgumentOutOfRangeException.ThrowIfZero(_rows.Count, nameof(rows));
    }

    /// <inheritdoc/>
    public void AddParameter(IDbCommand command, string name)
    {
        var (columns, source) = command is SqliteCommand ? OfJson(command, name) : OfArrays(command, name);
        // WHERE TRUE: without it SQLite takes ON of a following ON CONFLICT for a join's (sqlite.org/lang_upsert.html, section 2.2).
        command.CommandText = command.CommandText.Replace(
            $"VALUES @{name}", $"SELECT {string.Join(", ", columns)} FROM {source} WHERE TRUE", StringComparison.Ordinal);
    }

    private (IEnumerable<string> Columns, string Source) OfJson(IDbCommand command, string name)
    {
        Add(command, name, JsonSerializer.Serialize(_rows.Select(row => row.Select(InJson)), Json));
        return (Enumerable.Range(0, Width).Select(at => Kind(at) == typeof(byte[]) ? $"unhex(value ->> {at})" : $"value ->> {at}"), $"json_each(@{name})");
    }

    private (IEnumerable<string> Columns, string Source) OfArrays(IDbCommand command, string name)
    {
        var columns = Enumerable.Range(0, Width).Select(at => Kind(at) is null ? "NULL" : $"c{at}").ToList();
        var filled = Enumerable.Range(0, Width).Where(at => Kind(at) is not null).ToList();
        foreach (var at in filled)
        {
            Add(command, $"{name}__{at}", ArrayOf(at));
        }
        var arrays = string.Join(", ", filled.Select(at => $"@{name}__{at}"));
        return (columns, $"unnest({arrays}) AS rows ({string.Join(", ", filled.Select(at => $"c{at}"))})");
    }

    private int Width => _rows[0].Length;

    // Null: the column holds nothing but NULL.
    private Type? Kind(int at) => _rows.Select(row => row[at]?.GetType()).FirstOrDefault(kind => kind is not null);

    private Array ArrayOf(int at)
    {
        var kind = Kind(at)!;
        var values = Array.CreateInstance(kind.IsValueType ? typeof(Nullable<>).MakeGenericType(kind) : kind, _rows.Count);
        for (var n = 0; n < _rows.Count; n++)
        {
            values.SetValue(_rows[n][at] is DateTimeOffset time ? time.ToUniversalTime() : _rows[n][at], n);
        }
        return values;
    }

    private static object? InJson(object? value) => value switch
    {
        Guid id => id.ToString(),
        DateTimeOffset time => Columns.Text(time),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => value,
    };

    private static void Add(IDbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
