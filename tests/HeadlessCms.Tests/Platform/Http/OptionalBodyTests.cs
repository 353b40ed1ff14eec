using System.Net;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class OptionalBodyTests(Workshops workshops)
{
    [Theory]
    [InlineData("application/json", false)]
    [InlineData("application/json", true)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public async Task A_body_that_may_be_left_out_is_left_out_when_it_is_empty(string? type, bool chunked)
    {
        Assert.Equal("{\"name\":null}", (await SendOptionalAsync("", type, chunked)).Expect(HttpStatusCode.OK).Text);
        (await SendOptionalAsync("{\"x\":1}", type, chunked)).Expect(type is null ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.BadRequest);
    }

    private async Task<Answer> SendOptionalAsync(string body, string? type, bool chunked)
    {
        using HttpContent content = chunked ? new Unmeasured(Encoding.UTF8.GetBytes(body)) : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        return await workshops.Shared.Anonymous.SendAsync(HttpMethod.Post, "/v1/test/optional", content);
    }

    // Nobody knows its length before it is sent, so it goes in chunks.
    private sealed class Unmeasured(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
