using System.Net;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

/// <summary>What an upload costs the server, seen from outside: in this process other tests would be measured with it.</summary>
public sealed class LargeUploadTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task A_large_upload_takes_little_memory()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(directory.Path);
        await UploadAsync(server, Mebibyte);
        var before = server.PeakMemory;
        var size = Depth.Pick(quick: 128, full: 256) * Mebibyte;

        await UploadAsync(server, size);

        Assert.InRange(server.PeakMemory - before, 0, size / 4);
    }

    private static async Task UploadAsync(ServerProcess server, int size)
    {
        using var form = new MultipartFormDataContent { { new StreamContent(new TextStream(size)), "file", "大.txt" } };
        (await server.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", form)).Expect(HttpStatusCode.Created);
    }

    /// <summary>A text of any length that lies nowhere.</summary>
    private sealed class TextStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            buffer.AsSpan(offset, read).Fill((byte)'a');
            _position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
