using System.Reflection;
using System.Text.Json;

namespace HeadlessCms.Platform.Http;

/// <summary>What every operation of a group gets from its handler.</summary>
internal static class OperationNames
{
    /// <summary><c>GetCategory</c> the method is <c>getCategory</c> the operation: one name, one search.</summary>
    public static TBuilder WithOperationNames<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault() is { } handler)
            {
                endpoint.Metadata.Add(new EndpointNameMetadata(JsonNamingPolicy.CamelCase.ConvertName(handler.Name)));
            }
        });
        return builder;
    }

    /// <summary>Whatever answers GET answers HEAD: minimal APIs leave it out (RFC 9110 section 9.1 asks for both).</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault();
            if (methods is { HttpMethods: [var only] } && HttpMethods.IsGet(only))
            {
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head], acceptCorsPreflight: true));
            }
        });
        return builder;
    }
}
