using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HeadlessCms.Benchmarks;

/// <summary>What the product is measured against: Kestrel and nothing else, and Dapper on the same file and nothing else.</summary>
internal static class BareServer
{
    private const string ByKey =
        """
        SELECT c.article_id AS id, c.slug, c.published_at AS publishedAt, c.updated_at AS updatedAt, v.content, v.body
        FROM article_copies c JOIN article_versions v ON v.article_id = c.article_id AND v.version = c.version
        WHERE c.copy = 'public' AND c.article_id = @id
        """;

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> RunAsync(int port, string file, string database)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        var connection = $"Data Source={database};Mode=ReadOnly";
        app.Run(context => context.Request.Path.Value switch
        {
            "/bytes" => WriteAsync(context, bytes),
            "/304" => AnswerEmptyAsync(context, StatusCodes.Status304NotModified),
            "/empty" => AnswerEmptyAsync(context, StatusCodes.Status204NoContent),
            { Length: > 3 } path when path.StartsWith("/a/", StringComparison.Ordinal) => ReadAsync(context, connection, path[3..]),
            _ => AnswerEmptyAsync(context, StatusCodes.Status404NotFound),
        });
        await app.RunAsync();
        return 0;
    }

    private static Task WriteAsync(HttpContext context, byte[] bytes)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, 0, bytes.Length);
    }

    private static Task AnswerEmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task ReadAsync(HttpContext context, string connectionString, string id)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        var row = await connection.QuerySingleAsync<Row>(ByKey, new { id });
        await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(row));
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Slug { get; init; } = "";

        public string PublishedAt { get; init; } = "";

        public string UpdatedAt { get; init; } = "";

        public string Content { get; init; } = "";

        public string Body { get; init; } = "";
    }
}
