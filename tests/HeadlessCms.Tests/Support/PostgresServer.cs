using Npgsql;

namespace HeadlessCms.Tests.Support;

/// <summary>The PostgreSQL server on which tests make databases of their own.</summary>
internal static class PostgresServer
{
    /// <summary>Makes an empty database and gives its connection string.</summary>
    public static string Create(string name)
    {
        Administer($"CREATE DATABASE {name}");
        return $"{EachEngineAttribute.Postgres};Database={name};Maximum Pool Size=20";
    }

    /// <summary>Drops it, whoever is still connected.</summary>
    public static void Drop(string name) => Administer($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static void Administer(string sql)
    {
        using var source = NpgsqlDataSource.Create($"{EachEngineAttribute.Postgres};Database=postgres;Pooling=false");
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
