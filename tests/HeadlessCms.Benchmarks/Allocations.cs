using System.Net.Sockets;
using HeadlessCms.Commands;
using HeadlessCms.Platform.Storage;

namespace HeadlessCms.Benchmarks;

/// <summary>Bytes allocated for one hot read, product and bare Kestrel in this process, asked over one socket by a client that allocates nothing.</summary>
internal static class Allocations
{
    private const int Requests = 20_000;

    /// <summary>How much more ours allocates.</summary>
    public static async Task<Row> MeasureAsync(string name, string directory)
    {
        var path = $"/v1/articles/{PortalGenerator.ArticleId(3)}";
        await using var product = Product("--urls", "http://127.0.0.1:0", "--Cms:DataDirectory", directory, "--Logging:LogLevel:Default", "Warning");
        await Migrator.RunAsync(product.Services.GetRequiredService<Database>(), TimeProvider.System, CancellationToken.None);
        await product.StartAsync();
        using var client = new HttpClient();
        var bytes = await client.GetByteArrayAsync(product.Urls.Single() + path);
        var slim = WebApplication.CreateSlimBuilder();
        slim.Logging.ClearProviders();
        slim.WebHost.UseUrls("http://127.0.0.1:0");
        await using var bare = slim.Build();
        bare.Run(context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes, 0, bytes.Length);
        });
        await bare.StartAsync();
        var (ours, baseline) = (
            await PerRequestAsync(product.Urls.Single(), path, bytes.Length), await PerRequestAsync(bare.Urls.Single(), path, bytes.Length));
        await product.StopAsync(); // or its services take their end for a failure
        return new(name, "≤ 2048 more", ours / baseline, ours, baseline, "bytes");
    }

    private static WebApplication Product(params string[] settings)
    {
        var builder = CommandHost.Builder(settings);
        builder.AddApi();
        var app = builder.Build();
        app.UseApi();
        return app;
    }

    private static async Task<double> PerRequestAsync(string address, string path, int bodyLength)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(address).Port);
        var stream = client.GetStream();
        var request = System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        var buffer = new byte[1 << 16];
        var length = await AskOnceAsync(stream, request, buffer, bodyLength);
        Ask(stream, request, buffer, length);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Ask(stream, request, buffer, length);
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;
    }

    // Each answer is as long as the first: only its date and the request's id differ.
    private static void Ask(NetworkStream stream, byte[] request, byte[] buffer, int length)
    {
        for (var n = 0; n < Requests; n++)
        {
            stream.Write(request);
            for (var read = 0; read < length;)
            {
                read += stream.Read(buffer, 0, buffer.Length);
            }
        }
    }

    // How long an answer is, head and body.
    private static async Task<int> AskOnceAsync(NetworkStream stream, byte[] request, byte[] buffer, int bodyLength)
    {
        await stream.WriteAsync(request);
        var (read, length) = (0, int.MaxValue);
        while (read < length)
        {
            read += await stream.ReadAtLeastAsync(buffer.AsMemory(read), 1);
            var head = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
            length = head < 0 ? length : head + 4 + bodyLength;
        }
        return length;
    }
}
