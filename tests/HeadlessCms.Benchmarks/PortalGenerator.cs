using System.Diagnostics;
using HeadlessCms.Articles;
using HeadlessCms.Changes;
using HeadlessCms.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Benchmarks;

/// <summary>
/// Writes a portal straight into a new SQLite file: so many public articles of 1,500 Chinese characters in 2,000 categories,
/// half of them below the first of the top. The rows are those that publishing writes.
/// </summary>
internal sealed class PortalGenerator(SqliteConnection connection, int articles)
{
    /// <summary>The category with half of the portal below it.</summary>
    public const string Half = "half";

    /// <summary>Its id.</summary>
    public static Guid HalfId { get; } = Id(0, 0);

    /// <summary>A category with nothing below it.</summary>
    public const string Leaf = "c-10";

    private const int Categories = 2000;
    private const int RowsAtOnce = 20_000;
    private const string Characters = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指";

    private readonly Random _random = new(20261124);
    private readonly Guid[] _categories = [.. Enumerable.Range(0, Categories).Select(n => Id(0, n))];

    /// <summary>A portal of this size in this directory, made unless it is there.</summary>
    public static async Task<int> RunAsync(string directory, int articles)
    {
        var path = Path.Combine(directory, SqliteDatabase.FileName);
        if (File.Exists(path))
        {
            return 0;
        }
        Directory.CreateDirectory(directory);
        var (unfinished, clock) = (path + ".new", Stopwatch.StartNew());
        File.Delete(unfinished);
        await using (var database = new SqliteDatabase(unfinished))
        {
            await Migrator.RunAsync(database, TimeProvider.System, CancellationToken.None);
        }
        await using (var connection = new SqliteConnection($"Data Source={unfinished};Pooling=false"))
        {
            await connection.OpenAsync();
            new PortalGenerator(connection, articles).Write();
        }
        File.Move(unfinished, path);
        Console.Error.WriteLine($"{articles:N0} articles in {clock.Elapsed.TotalSeconds:F0} s, {Environment.WorkingSet >> 20} MiB resident");
        return 0;
    }

    /// <summary>The id of the n-th article, oldest first.</summary>
    public static Guid ArticleId(int n) => Id(1, n);

    private void Write()
    {
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000;");
        Execute("BEGIN");
        WriteCategories();
        WriteArticles();
        WriteCounts();
        Execute("COMMIT");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    // The first has a quarter of all categories below it, and each second article lies there; the others are leaves.
    private void WriteCategories()
    {
        using var add = Insert("categories", "id, slug, name, keywords, parent_id, position, revision, created_at, updated_at");
        using var close = Insert("category_closure", "ancestor_id, descendant_id, depth");
        var now = Time(0);
        for (var n = 0; n < Categories; n++)
        {
            var isBelow = n is >= Categories - (Categories / 4);
            Run(add, _categories[n], n == 0 ? Half : $"c-{n}", $"栏目{n}", "[]", isBelow ? _categories[0] : null, n, 1, now, now);
            Run(close, _categories[n], _categories[n], 0);
            if (isBelow)
            {
                Run(close, _categories[0], _categories[n], 1);
            }
        }
    }

    private void WriteArticles()
    {
        using var article = Insert("articles", "id, state, revision, public_revision, latest_version, first_published_at, created_at");
        using var version = Insert("article_versions", "article_id, version, category_id, saved_at, changed, first_published_at, last_published_at, content, body");
        using var copy = Insert(
            "article_copies",
            "copy, article_id, version, state, slug, category_id, title_key, locale, translation_of, source_name, featured, has_attachments, published_at, sorted_at, updated_at");
        using var slug = Insert("article_slugs", "slug, article_id, was_public");
        using var views = Insert("article_views", "article_id, views, baseline");
        using var change = Insert("changes", "seq, kind, article_id, category_id, version, occurred_at");
        using var touched = Insert("change_categories", "category_id, seq, is_below");
        var now = DateTimeOffset.UtcNow; // or the log would be too old to be kept
        for (var n = 0; n < articles; n++)
        {
            var (id, at, name, title) = (ArticleId(n), Time(n), $"a-{n}", $"苏州要闻第{n}号：{Text(12)}");
            var category = CategoryOf(n);
            var draft = new ArticleDraft
            {
                Slug = name,
                Locale = "zh-CN",
                Title = title,
                Summary = Text(60),
                BodyFormat = "html",
                CategoryId = category.ToString(),
                Source = new SourceDraft { Name = "苏州日报" },
                Tags = [],
                AlsoInIds = [],
                Attachments = [],
                Featured = false,
                Extra = [],
            };
            Run(article, id, "published", 2, 1, 1, at, at);
            Run(version, id, 1, category, at, "[]", at, at, StoredJson.Write(draft), Body());
            foreach (var which in (string[])["draft", "public"])
            {
                Run(copy, which, id, 1, "published", name, category, ArticleOrder.TitleKey(title), "zh-CN", id, "苏州日报", 0, 0, at, at, at);
            }
            Run(slug, name, id, 1);
            Run(views, id, 0, 0);
            Run(change, n + 1, ChangeKind.Published, id, category, 1, now);
            Run(touched, category, n + 1, 0);
            if (n % 2 == 0)
            {
                Run(touched, _categories[0], n + 1, 0);
            }
            if (n % RowsAtOnce == RowsAtOnce - 1)
            {
                Execute("COMMIT; BEGIN");
                Console.Error.Write($"\r{n + 1:N0} of {articles:N0}");
            }
        }
        Console.Error.WriteLine();
    }

    private void WriteCounts()
    {
        Execute("INSERT INTO category_counts SELECT category_id, COUNT(*) FROM article_copies WHERE copy = 'public' GROUP BY category_id");
        using var revision = Insert("revisions", "name, value, changed_at");
        Run(revision, Revisions.Articles, articles, Time(articles));
        Run(revision, Revisions.Tree, Categories, Time(0));
    }

    private Guid CategoryOf(int n) => n % 2 == 0
        ? _categories[Categories - 1 - _random.Next(Categories / 4)]
        : _categories[1 + _random.Next(Categories - (Categories / 4) - 1)];

    private string Body() => string.Concat(Enumerable.Range(0, 10).Select(_ => $"<p>{Text(150)}</p>"));

    private string Text(int length) => string.Create(length, _random, (text, random) =>
    {
        for (var n = 0; n < text.Length; n++)
        {
            text[n] = Characters[random.Next(Characters.Length)];
        }
    });

    private SqliteCommand Insert(string table, string columns)
    {
        var command = connection.CreateCommand();
        var names = columns.Split(", ");
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", names.Select(name => $"@{name}"))})";
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@{name}" });
        }
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var n = 0; n < values.Length; n++)
        {
            Columns.Set(command.Parameters[n], values[n]);
        }
        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static DateTimeOffset Time(int n) => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(n);

    // Of version 7, in the order of n.
    private static Guid Id(int kind, int n) => new(0x01900000 + (n >> 16), (short)n, (short)(0x7000 | kind), 0x80, 0, 0, 0, (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n);
}
