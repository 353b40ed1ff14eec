using System.Text;
using HeadlessCms.Platform.Http.OpenApi;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Operations;

/// <summary>The OpenAPI document as bytes, made once a process: the routes do not change while it runs.</summary>
internal sealed class ContractDocument([FromKeyedServices(ContractServices.DocumentName)] IOpenApiDocumentProvider provider)
{
    private readonly Lazy<Task<(byte[] Json, byte[] Yaml)>> _bytes = new(() => WriteAsync(provider));

    /// <summary>The document as JSON.</summary>
    public async Task<byte[]> JsonAsync() => (await _bytes.Value).Json;

    /// <summary>The document as YAML: what lies in <c>openapi.yaml</c>.</summary>
    public async Task<byte[]> YamlAsync() => (await _bytes.Value).Yaml;

    /// <summary>Makes a document.</summary>
    public static async Task<(byte[] Json, byte[] Yaml)> WriteAsync(IOpenApiDocumentProvider provider)
    {
        // Not cancelled by the one request that happens to come first: all others wait for the same document.
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        return (
            Write(document, text => new OpenApiJsonWriter(text)),
            Write(document, text => new OpenApiYamlWriter(text)));
    }

    private static byte[] Write(OpenApiDocument document, Func<TextWriter, IOpenApiWriter> writer)
    {
        using var text = new StringWriter { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, writer(text));
        return Encoding.UTF8.GetBytes(text.ToString().TrimEnd() + "\n");
    }
}
