using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HeadlessCms.Platform.Storage;

/// <summary>
/// Brings the schema up to date from <c>NNNN_name.sql</c>, one script for every engine; where they really differ,
/// <c>NNNN_name.{engine}.sql</c>. Forward only, each in a transaction, journalled by name and hash.
/// </summary>
internal static partial class Migrator
{
    private const string Folder = "Migrations/";
    private const string Journal = "SELECT name, hash FROM schema_migrations ORDER BY name";

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="SchemaException">The database is newer than this program, or a script was changed after it ran.</exception>
    public static async Task<int> RunAsync(Database database, TimeProvider clock, CancellationToken ct)
    {
        var journal = await JournalAsync(database, ct);
        var scripts = ScriptNames(database.Engine).Select(name => Read(name, database)).ToList();
        Refuse(journal, scripts);
        var missing = scripts.Skip(journal.Count).ToList();
        foreach (var script in missing)
        {
            await ApplyAsync(database, script, clock.GetUtcNow(), ct);
        }
        return missing.Count;
    }

    /// <summary>Whether this program knows a migration, and so can use a database that had it last.</summary>
    public static bool Knows(Database database, string name) => ScriptNames(database.Engine).Contains($"{Folder}{name}.sql");

    /// <summary>Answers when the schema is exactly this program's; changes nothing.</summary>
    /// <exception cref="SchemaException">It is older or newer.</exception>
    public static async Task RequireCurrentAsync(Database database, CancellationToken ct)
    {
        var journal = await database.ListAsync<JournalEntry>(Journal, null, ct);
        var scripts = ScriptNames(database.Engine).Select(name => Read(name, database)).ToList();
        Refuse(journal, scripts);
        if (journal.Count < scripts.Count)
        {
            throw new SchemaException("The database is older than this program: the command 'migrate' brings it up to date.");
        }
    }

    /// <summary>Whether every script has been applied, and no other: asked while serving, so it only reads.</summary>
    public static async Task<bool> IsCurrentAsync(Database database, CancellationToken ct)
    {
        var journal = await database.ListAsync<JournalEntry>(Journal, null, ct);
        return journal.Select(entry => (entry.Name, entry.Hash)).SequenceEqual(
            ScriptNames(database.Engine).Select(name => Read(name, database)).Select(script => (script.Name, script.Hash)));
    }

    private static async Task<IReadOnlyList<JournalEntry>> JournalAsync(Database database, CancellationToken ct) =>
        await database.WriteAsync(async session =>
        {
            await session.LockAsync("migrations", ct);
            await session.ExecuteAsync(Translate(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations
                (
                    name       {text} NOT NULL PRIMARY KEY,
                    hash       {text} NOT NULL,
                    applied_at {time} NOT NULL
                ) {strict}
                """, database), null, ct);
            return await session.ListAsync<JournalEntry>(Journal, null, ct);
        }, ct);

    private static void Refuse(IReadOnlyList<JournalEntry> journal, List<Script> scripts)
    {
        foreach (var (entry, index) in journal.Select((entry, index) => (entry, index)))
        {
            if (index >= scripts.Count || scripts.All(script => script.Name != entry.Name))
            {
                throw new SchemaException(
                    $"The database is newer than this program: it has had the migration '{entry.Name}', which this program does not know.");
            }
            if (scripts[index].Name != entry.Name || scripts[index].Hash != entry.Hash)
            {
                throw new SchemaException($"The migration '{entry.Name}' was changed after it had run on this database.");
            }
        }
    }

    private static Task<int> ApplyAsync(Database database, Script script, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(async session =>
        {
            await session.LockAsync("migrations", ct);
            var done = await session.ExecuteAsync(
                """
                INSERT INTO schema_migrations (name, hash, applied_at)
                VALUES (@Name, @Hash, @now)
                ON CONFLICT (name) DO NOTHING
                """,
                new { script.Name, script.Hash, now }, ct);
            // However long it takes: to copy a table of many millions of rows is minutes. Nothing inserted: another instance that started at the same time was faster.
            return done == 0 ? 0 : await session.ExecuteAsync(script.Sql, null, ct, timeout: 0);
        }, ct);

    private static IEnumerable<string> ScriptNames(string engine) =>
        from name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal)
        where name.StartsWith(Folder, StringComparison.Ordinal)
        let parts = name[Folder.Length..].Split('.')
        where parts.Length == 2 || parts[1] == engine
        select name;

    private static Script Read(string resource, Database database)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Script(
            resource[Folder.Length..^".sql".Length],
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Translate(text, database));
    }

    private static string Translate(string sql, Database database) =>
        Word().Replace(sql, word => database.Types[word.Groups[1].Value]);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Word();

    private sealed record Script(string Name, string Hash, string Sql);

    private sealed record JournalEntry
    {
        public required string Name { get; init; }

        public required string Hash { get; init; }
    }
}

/// <summary>The database cannot be used by this program; the message says why in one line.</summary>
internal sealed class SchemaException(string message) : Exception(message);
