using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Which type stands behind which schema of the document: all that operations take or answer, and what these hold.</summary>
internal sealed class SchemaTypes
{
    private readonly JsonSerializerOptions _json;

    public SchemaTypes(JsonSerializerOptions json, IEnumerable<ApiDescription> descriptions)
    {
        _json = json;
        var metadata = descriptions.SelectMany(description => description.ActionDescriptor.EndpointMetadata).ToList();
        var bodies = new Dictionary<string, JsonTypeInfo>();
        Collect(metadata.OfType<IAcceptsMetadata>().Select(body => body.RequestType), bodies);
        Inputs = bodies.Keys.ToHashSet();
        All = new(bodies);
        Collect(metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.Type), All);
        Patched =
        [
            .. metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).Where(OperationBody.IsPatch)
                .Select(parameter => ContractServices.NameOf(json.GetTypeInfo(parameter.ParameterType.GenericTypeArguments[0]))!)
                .Distinct(),
        ];
        var taken = metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).Where(OperationBody.IsWhole)
            .Select(parameter => ContractServices.NameOf(json.GetTypeInfo(parameter.ParameterType.GenericTypeArguments[0]))!);
        OnlyPatched = [.. Patched.Except(taken)];
    }

    /// <summary>Each schema's type, by the schema's name.</summary>
    public Dictionary<string, JsonTypeInfo> All { get; }

    /// <summary>The schemas of what clients send.</summary>
    public IReadOnlySet<string> Inputs { get; }

    /// <summary>The schemas of what can be changed by merge patch.</summary>
    public IReadOnlyList<string> Patched { get; }

    /// <summary>Those of them that nobody ever sends whole.</summary>
    public IReadOnlyList<string> OnlyPatched { get; }

    private void Collect(IEnumerable<Type?> types, Dictionary<string, JsonTypeInfo> found)
    {
        var next = new Queue<Type>(types.OfType<Type>().Where(type => type != typeof(void)));
        while (next.TryDequeue(out var type))
        {
            var info = _json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
            if (info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary)
            {
                next.Enqueue(info.ElementType!);
            }
            else if (ContractServices.NameOf(info) is { } name && found.TryAdd(name, info))
            {
                info.Properties.Select(property => property.PropertyType).ToList().ForEach(next.Enqueue);
            }
        }
    }
}
