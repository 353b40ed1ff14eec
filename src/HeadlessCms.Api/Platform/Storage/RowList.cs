using System.Data;
using System.Globalization;
using Dapper;

namespace HeadlessCms.Platform.Storage;

/// <summary>Rows for <c>VALUES @name</c>, one parameter each value: as many rows as there are in one statement.</summary>
internal sealed class RowList(IEnumerable<object?[]> rows) : SqlMapper.ICustomQueryParameter
{
    private readonly IReadOnlyList<object?[]> _rows = [.. rows];

    /// <inheritdoc/>
    public void AddParameter(IDbCommand command, string name)
    {
        var list = string.Join(", ", _rows.Select((row, n) => $"({string.Join(", ", row.Select((value, at) => Add(command, value, Name(name, n, at))))})"));
        command.CommandText = command.CommandText.Replace($"VALUES @{name}", "VALUES " + list, StringComparison.Ordinal);
    }

    private static string Name(string name, int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{name}__{row}_{column}");

    private static string Add(IDbCommand command, object? value, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        Columns.Set(parameter, value);
        command.Parameters.Add(parameter);
        return "@" + name;
    }
}
