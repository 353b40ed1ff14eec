using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Attachments;

/// <summary>What a file is called, as different programs write it into a form.</summary>
public sealed class UploadNameTests
{
    [Theory]
    [EachEngine("filename=\"a%22b%22.txt\"", "a\"b\".txt")] // browsers
    [EachEngine("filename=\"a\\\"b\\\".txt\"", "a\"b\".txt")] // programs of before
    [EachEngine("filename=\"a%0D%0ab.txt\"", "ab.txt")]
    [EachEngine("filename=\"100%25 a%20b %.txt\"", "100%25 a%20b %.txt")] // browsers write no other sign so: this is its name
    [EachEngine("filename=\"C:\\Users\\编辑\\b.txt\"", "b.txt")]
    [EachEngine("filename=\"_.txt\"; filename*=UTF-8''%E5%9B%BE%2522.txt", "图%22.txt")]
    public async Task A_name_is_read_as_it_was_meant(Engine engine, string written, string expected)
    {
        await using var portal = new Portal(engine);
        var form = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"file\"; {written}\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b--\r\n"));
        form.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        var answer = (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", form)).Expect(HttpStatusCode.Created);

        Assert.Equal(expected, answer.Json.Text("fileName"));
    }
}
