using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// How .NET values lie in columns. Dapper's handlers are one per process, so each serves both engines: it writes by
/// the kind of parameter and reads by the kind of value.
/// </summary>
internal static class Columns
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Teaches Dapper our types; once a process.</summary>
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;

        // Dapper asks its built-in map before the handlers, so those entries must go first.
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(Guid?));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new Ids());
        SqlMapper.AddTypeHandler(new Times());
    }

    /// <summary>Gives a parameter a value as it lies in a column.</summary>
    public static void Set(IDbDataParameter parameter, object? value) => parameter.Value = value switch
    {
        null => DBNull.Value,
        Guid id when parameter is SqliteParameter => id.ToString(),
        DateTimeOffset time when parameter is SqliteParameter => Text(time),
        DateTimeOffset time => time.ToUniversalTime(),
        _ => value,
    };

    /// <summary>An instant as text that sorts as time does: UTC, to the millisecond.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>SQLite: lower-case text, as the API writes it, so a copied id works in a query. PostgreSQL: uuid.</summary>
    private sealed class Ids : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => Set(parameter, value);

        public override Guid Parse(object value) => value is Guid id ? id : Guid.Parse((string)value);
    }

    /// <summary>SQLite: RFC 3339 text of fixed width, so text order is time order. PostgreSQL: timestamptz.</summary>
    private sealed class Times : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => Set(parameter, value);

        public override DateTimeOffset Parse(object value) => value is DateTime time
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture);
    }
}
