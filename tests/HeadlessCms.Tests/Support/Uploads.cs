using System.Net;
using System.Net.Http.Headers;

namespace HeadlessCms.Tests.Support;

/// <summary>Uploads as a form sends them.</summary>
internal static class Uploads
{
    /// <summary>A form with one file and these texts.</summary>
    public static MultipartFormDataContent Form(byte[] file, string fileName, string? type = null, params (string Name, string Value)[] texts)
    {
        var content = new ByteArrayContent(file);
        if (type is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        var form = new MultipartFormDataContent { { content, "file", fileName } };
        foreach (var (name, value) in texts)
        {
            form.Add(new StringContent(value), name);
        }
        return form;
    }

    /// <summary>Uploads; the id of the attachment.</summary>
    public static async Task<string> UploadAsync(this Portal portal, byte[] file, string fileName, params (string Name, string Value)[] texts) =>
        (await portal.Admin.SendAsync(HttpMethod.Post, "/v1/attachments", Form(file, fileName, null, texts))).Expect(HttpStatusCode.Created).Id();
}
