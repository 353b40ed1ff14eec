using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HeadlessCms.Operations;

/// <summary>The contract, for machines under <c>/openapi</c> and for people under <c>/docs</c>.</summary>
internal static class ContractEndpoints
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml"; // RFC 9512

    public static void MapContract(this IEndpointRouteBuilder operations)
    {
        var contract = operations.MapGroup("/openapi").WithTags("Operation").WithMetadata(
            new AnswerHeaders(StatusCodes.Status200OK, "ETag", "Cache-Control", "Vary"),
            new AnswerHeaders(StatusCodes.Status304NotModified, "ETag", "Cache-Control", "Vary"));

        contract.MapGet("/v1.json", GetContractAsJson).Produces<object>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified);
        contract.MapGet("/v1.yaml", GetContractAsYaml).Produces<string>(StatusCodes.Status200OK, Yaml)
            .Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>Swagger UI, from files within the program: it asks nothing of the internet.</summary>
    public static void UseDocs(this IApplicationBuilder app) => app.UseSwaggerUI(docs =>
    {
        docs.RoutePrefix = "docs";
        docs.DocumentTitle = "HeadlessCms API";
        docs.SwaggerEndpoint("/openapi/v1.json", "v1");
    });

    /// <summary>Get this contract as JSON</summary>
    /// <remarks>The OpenAPI 3.1 document that describes every operation, generated from the running code.</remarks>
    internal static Task<FileContentHttpResult> GetContractAsJson(ContractDocument contract, HttpContext context) =>
        AnswerAsync(context, contract.JsonAsync(), Json);

    /// <summary>Get this contract as YAML</summary>
    /// <remarks>The same document as <c>/openapi/v1.json</c>, as people like to read it.</remarks>
    internal static Task<FileContentHttpResult> GetContractAsYaml(ContractDocument contract, HttpContext context) =>
        AnswerAsync(context, contract.YamlAsync(), Yaml);

    private static async Task<FileContentHttpResult> AnswerAsync(HttpContext context, Task<byte[]> document, string type)
    {
        var bytes = await document;
        Caching.Write(context);
        return TypedResults.Bytes(bytes, type, entityTag: EntityTagHeaderValue.Parse(EntityTags.OfBytes(bytes)));
    }
}
