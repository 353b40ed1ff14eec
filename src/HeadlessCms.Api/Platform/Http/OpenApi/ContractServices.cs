using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>
/// How the OpenAPI document is made: the framework reads routes, types and XML comments; what our own metadata says
/// (queries, preconditions, problems, headers, rules) is added here, for every operation alike.
/// </summary>
internal static class ContractServices
{
    /// <summary>The document's name in the container and in its address.</summary>
    public const string DocumentName = "v1";

    /// <summary>Registers the generator of a document.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">The document's.</param>
    /// <param name="more">Adds what only slices can say.</param>
    public static IServiceCollection AddContract(this IServiceCollection services, string name, Action<OpenApiOptions> more) =>
        services.AddOpenApi(name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = NameOf;
            // HEAD is GET without the body, everywhere; saying it twice would give two operations one name.
            options.ShouldInclude = description => description.HttpMethod != HttpMethods.Head && IsIn(description, name);
            options.AddSchemaTransformer<WrittenTypes>();
            options.AddSchemaTransformer<SchemaWords>();
            options.AddOperationTransformer<OperationParameters>();
            options.AddOperationTransformer<OperationBody>();
            options.AddOperationTransformer<OperationAnswers>();
            more(options);
            options.AddDocumentTransformer<DocumentSchemas>();
        });

    /// <summary>Whether an operation belongs to a document: to the one its group is named after, else to the API's.</summary>
    public static bool IsIn(ApiDescription operation, string document) => (operation.GroupName ?? DocumentName) == document;

    /// <summary>The name of a type among the document's schemas, null for those written in place: <c>Page&lt;Category&gt;</c> is <c>CategoryPage</c>.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        var plain = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return plain is not null && type.Type is { IsGenericType: true } generic && generic.Assembly == typeof(ContractServices).Assembly
            ? string.Concat(generic.GetGenericArguments().Select(argument => argument.Name)) + generic.Name[..generic.Name.IndexOf('`', StringComparison.Ordinal)]
            : plain;
    }
}
