using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Attachments;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

/// <summary>A server that is killed in the midst of uploads: no row is left without its file, and no file that is never collected.</summary>
public sealed class UploadCrashTests
{
    private const int Clients = 4;
    private const int Enough = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_was_acknowledged_is_there_and_what_was_not_is_swept_a_day_later()
    {
        using var directory = new TemporaryDirectory();
        var acknowledged = new ConcurrentBag<string>();
        await using (var server = await ServerProcess.StartAsync(directory.Path))
        {
            using var halfway = await BeginAsync(server);
            await Eventually.IsSoAsync("an upload is half there", Patience, () => Task.FromResult(Incoming(directory).Any(file => new FileInfo(file).Length > 0)));
            var uploads = Enumerable.Range(0, Clients).Select(client => UploadUntilItEndsAsync(server, client, acknowledged)).ToList();
            await Eventually.IsSoAsync("some uploads are done", Patience, () => Task.FromResult(acknowledged.Count >= Enough));
            await server.KillAsync();
            await Task.WhenAll(uploads);
        }
        await using var site = new StoredSite(directory.Path);
        var unnamed = await site.KeepFileAsync("killed when the file was kept and the row was not yet there");
        var named = await site.Database.ListAsync<string>("SELECT sha256 FROM attachments ORDER BY sha256", null, CancellationToken.None);
        var blobs = await site.Database.ListAsync<string>("SELECT sha256 FROM blobs ORDER BY sha256", null, CancellationToken.None);

        Assert.Equal(named, blobs);
        Assert.Empty(acknowledged.Except(named));
        Assert.All(named, sha256 => Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(site.Locate(sha256))))));
        Assert.NotEmpty(Incoming(directory));

        var before = directory.Files();
        await SweepAsync(site, TimeSpan.FromHours(23));
        Assert.Equal(before, directory.Files());
        Assert.True(File.Exists(site.Locate(unnamed)));

        await SweepAsync(site, TimeSpan.FromHours(25));
        Assert.Empty(Incoming(directory));
        Assert.Equal(named, Kept(directory));
    }

    // Says that more will come, and sends it never.
    private static async Task<TcpClient> BeginAsync(ServerProcess server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Portal.AdminKey}\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10000000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
            + new string('a', 200_000)));
        return socket;
    }

    private static async Task UploadUntilItEndsAsync(ServerProcess server, int client, ConcurrentBag<string> acknowledged)
    {
        try
        {
            for (var n = 0; ; n++)
            {
                using var form = Uploads.Form(Encoding.UTF8.GetBytes($"{client} sends its file {n}"), $"{n}.txt");
                var answer = await server.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", form);
                acknowledged.Add(answer.Expect(HttpStatusCode.Created).Json.Text("sha256")!);
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private static Task SweepAsync(StoredSite site, TimeSpan later) => new OrphanSweeper(
        site.Database, site.Files, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + later), NullLogger<OrphanSweeper>.Instance)
        .RunOnceAsync(CancellationToken.None);

    private static string[] Incoming(TemporaryDirectory directory) => Path.Combine(directory.Path, "blobs", ".incoming") is var folder && Directory.Exists(folder)
        ? Directory.GetFiles(folder)
        : [];

    private static IEnumerable<string> Kept(TemporaryDirectory directory) => directory.Files()
        .Where(file => file.StartsWith("blobs", StringComparison.Ordinal))
        .Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal);
}
