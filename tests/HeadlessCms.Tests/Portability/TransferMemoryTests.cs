using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Portability;

/// <summary>A portal comes in and leaves in memory that does not grow with it: in processes that have less than all of it would take.</summary>
public sealed class TransferMemoryTests
{
    private const int Mebibyte = 1024 * 1024;
    private const int BytesOfLine = 192 * 1024;
    private const int LettersOfArticle = 50_000;

    [Fact]
    public async Task Lines_come_in_and_leave_though_they_are_larger_than_the_memory_that_there_is()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartInHeapAsync(32 * Mebibyte, directory.Path);

        var size = await ImportAsync(server, "large", filePieces: Depth.Pick(160, 640), articles: 60);

        Assert.InRange(size, 40 * Mebibyte, long.MaxValue);
        Assert.InRange(await ExportAsync(server), size, 2 * size);
    }

    [Fact]
    public async Task A_folder_comes_in_though_its_texts_together_are_larger_than_the_memory_that_there_is()
    {
        using var directory = new TemporaryDirectory();
        var folder = Path.Combine(directory.Path, "in");
        Directory.CreateDirectory(Path.Combine(folder, "articles"));
        const string Times = "createdAt: \"2021-01-04T00:00:00Z\"\nupdatedAt: \"2021-01-04T00:00:00Z\"\n";
        await File.WriteAllTextAsync(Path.Combine(folder, "categories.yaml"), "- id: 0176cae8-7280-74bd-b98c-068539f626a6\n  slug: news\n  name: 好\n  createdAt: \"2021-01-04T00:00:00Z\"\n");
        for (var n = 0; n < 160; n++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "articles", $"a{n}.html"), $"---\nid: 0178eb93-5688-7db1-9ad1-{n:x12}\ntitle: 题\ncategory: news\n{Times}---\n<p>{new string('a', LettersOfArticle)}</p>\n");
        }

        var import = await Executable.RunAsync(Executable.InHeap(16 * Mebibyte, Executable.Start("import", folder, $"--Cms:DataDirectory={directory.Path}/data"))); // as strings the texts are that, too

        Assert.True(import.ExitCode == 0, import.Errors);
        Assert.StartsWith("Imported: 160 articles", import.Output, StringComparison.Ordinal);
    }

    // Lines that lie nowhere: a file in pieces, and articles. How many bytes they were.
    private static async Task<long> ImportAsync(ServerProcess server, string name, int filePieces, int articles)
    {
        var content = new LinesContent(LinesOf(name, filePieces, articles));
        var report = (await server.Admin.SendAsync(HttpMethod.Post, "/v1/import", content)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((1, articles, 0), (report.GetProperty("attachments").GetInt32(), report.GetProperty("articles").GetInt32(), report.GetProperty("refused").GetInt32()));
        return content.Written;
    }

    private static IEnumerable<string> LinesOf(string name, int filePieces, int articles)
    {
        var piece = Encoding.UTF8.GetBytes(new string(name[0], BytesOfLine));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var n = 0; n < filePieces; n++)
        {
            hash.AppendData(piece);
        }
        var (sha256, data) = (Convert.ToHexStringLower(hash.GetHashAndReset()), Convert.ToBase64String(piece));
        yield return $$$"""{"kind":"category","category":{"slug":"{{{name}}}","name":"{{{name}}}"}}""";
        for (var n = 0; n < filePieces; n++)
        {
            yield return $$"""{"kind":"bytes","sha256":"{{sha256}}","data":"{{data}}"}""";
        }
        yield return $$$"""{"kind":"attachment","id":"{{{Guid.CreateVersion7()}}}","sha256":"{{{sha256}}}","mediaType":"text/plain","attachment":{"fileName":"{{{name}}}.txt"}}""";
        var text = new string('a', LettersOfArticle);
        for (var n = 0; n < articles; n++)
        {
            yield return $$$"""{"kind":"article","article":{"slug":"{{{name}}}-{{{n}}}","title":"题","categoryId":"{{{name}}}","body":"<p>{{{text}}}</p>"}}""";
        }
        yield return """{"kind":"end"}""";
    }

    // How many bytes it writes: read as they come, and let go.
    private static async Task<long> ExportAsync(ServerProcess server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Portal.AdminKey);
        await using var source = await client.GetStreamAsync("/v1/export?bytes=true");
        var (buffer, length) = (new byte[81920], 0L);
        while (await source.ReadAsync(buffer) is var read and > 0)
        {
            length += read;
        }
        return length;
    }

    private sealed class LinesContent : HttpContent
    {
        private readonly IEnumerable<string> _lines;

        public LinesContent(IEnumerable<string> lines)
        {
            _lines = lines;
            Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-ndjson");
        }

        public long Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var line in _lines)
            {
                var bytes = Encoding.UTF8.GetBytes(line + "\n");
                await stream.WriteAsync(bytes);
                Written += bytes.Length;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
