using HeadlessCms.Platform.Storage;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HeadlessCms.Tests.Support;

/// <summary>The PostgreSQL server on which tests make databases of their own.</summary>
internal static class PostgresServer
{
    private static readonly Lazy<string> Template = new(MakeTemplate);

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public static string Create(string name)
    {
        Administer($"CREATE DATABASE {name}");
        return ConnectionTo(name);
    }

    /// <summary>
    /// Makes one that has every table and nothing in them: hundreds of tests begin with it, and the migrations that lead
    /// there, a second of work each time, have tests of their own.
    /// </summary>
    public static string CreateMigrated(string name)
    {
        Administer($"CREATE DATABASE {name} TEMPLATE {Template.Value}");
        return ConnectionTo(name);
    }

    /// <summary>Drops it, whoever is still connected.</summary>
    public static void Drop(string name) => Administer($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Drops what migrated databases were copied from, at the end of the run.</summary>
    public static void DropTemplate()
    {
        if (Template.IsValueCreated)
        {
            Drop(Template.Value);
        }
    }

    private static string MakeTemplate()
    {
        var name = $"template_{Guid.CreateVersion7():n}";
        var connection = Create(name);
        Task.Run(async () =>
        {
            await using var database = new PostgresDatabase(connection);
            await Migrator.RunAsync(database, new FakeTimeProvider(DateTimeOffset.UnixEpoch), CancellationToken.None);
        }).GetAwaiter().GetResult();
        Administer($"ALTER DATABASE {name} ALLOW_CONNECTIONS false"); // it cannot be copied while anybody is connected
        return name;
    }

    private static string ConnectionTo(string name) => $"{EachEngineAttribute.Postgres};Database={name};Maximum Pool Size=20";

    private static void Administer(string sql)
    {
        using var source = NpgsqlDataSource.Create($"{EachEngineAttribute.Postgres};Database=postgres;Pooling=false");
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
