using System.Data;
using System.Globalization;
using Dapper;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// Values for <c>IN @name</c>, one parameter each. Dapper's own lists differ by engine: PostgreSQL gets an array, which
/// <c>IN</c> does not take, and SQLite gets ids in upper case, as they do not lie in the column.
/// </summary>
internal sealed class InList<T>(IEnumerable<T> values) : SqlMapper.ICustomQueryParameter where T : notnull
{
    private readonly IReadOnlyList<T> _values = [.. values];

    /// <inheritdoc/>
    public void AddParameter(IDbCommand command, string name)
    {
        var names = new List<string>(_values.Count);
        foreach (var value in _values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"{name}__{names.Count}");
            Columns.Set(parameter, value);
            command.Parameters.Add(parameter);
            names.Add("@" + parameter.ParameterName);
        }
        var list = names.Count == 0 ? "(NULL)" : $"({string.Join(", ", names)})"; // nothing equals NULL
        command.CommandText = command.CommandText.Replace($"IN @{name}", "IN " + list, StringComparison.Ordinal);
    }
}
