using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>
/// The schemas of merge patches (RFC 7396): of <c>X</c>, <c>XPatch</c>, in which all may be left out, and null takes
/// away what is not required. Objects within are patched alike; lists are replaced whole.
/// </summary>
internal sealed class PatchSchemas(OpenApiDocument document)
{
    private readonly IDictionary<string, IOpenApiSchema> _schemas = document.Components!.Schemas!;

    /// <summary>The patch's name.</summary>
    public static string NameOf(string whole) => $"{whole}Patch";

    /// <summary>Adds the patches of these schemas.</summary>
    public void Add(IEnumerable<string> wholes)
    {
        foreach (var whole in wholes.Where(whole => !_schemas.ContainsKey(NameOf(whole))))
        {
            var patch = (OpenApiSchema)_schemas[whole].CreateShallowCopy();
            document.AddComponent(NameOf(whole), patch);
            patch.Description = $"What of it to change. {patch.Description}".TrimEnd();
            patch.Properties = patch.Properties?.ToDictionary(
                property => property.Key,
                property => Part(property.Value, isRequired: patch.Required?.Contains(property.Key) is true));
            patch.Required = null;
        }
    }

    private IOpenApiSchema Part(IOpenApiSchema property, bool isRequired)
    {
        if (SchemaParts.ReferenceOf(property) is { } name && _schemas[name] is OpenApiSchema { Properties.Count: > 0 })
        {
            Add([name]);
            property = new OpenApiSchemaReference(NameOf(name), document) { Description = property.Description };
        }
        var copy = property.CreateShallowCopy();
        return isRequired ? SchemaShape.WithoutNull(copy) : SchemaShape.WithNull(copy);
    }
}
