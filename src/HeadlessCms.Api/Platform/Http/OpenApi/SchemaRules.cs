using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Copies the rules of a type into its schema: a rule is written once. Rules under a condition are left out, since a schema cannot say when they hold.</summary>
internal sealed class SchemaRules(IDictionary<string, IOpenApiSchema> schemas, JsonSerializerOptions json)
{
    /// <summary>Copies what these rules say.</summary>
    public void Apply(IValidator validator, OpenApiSchema schema)
    {
        foreach (var rule in ((IEnumerable<IValidationRule>)validator.CreateDescriptor().Rules).Where(rule => rule is { HasCondition: false, HasAsyncCondition: false, Member: not null }))
        {
            var name = json.PropertyNamingPolicy!.ConvertName(rule.Member.Name);
            if (schema.Properties?.ContainsKey(name) is not true)
            {
                continue;
            }
            foreach (var component in rule.Components.Where(component => component is { HasCondition: false, HasAsyncCondition: false }))
            {
                ApplyTo(schema, name, component.Validator, IsForEach(rule));
            }
        }
    }

    private void ApplyTo(OpenApiSchema schema, string name, IPropertyValidator validator, bool isForEach)
    {
        var property = schema.Properties![name];
        if (isForEach)
        {
            if (property is OpenApiSchema { Items: { } items } list)
            {
                list.Items = Limited(items, validator);
            }
            return;
        }
        if (validator is INotNullValidator or INotEmptyValidator)
        {
            (schema.Required ??= new HashSet<string>()).Add(name);
        }
        schema.Properties[name] = Limited(property, validator);
    }

    private IOpenApiSchema Limited(IOpenApiSchema schema, IPropertyValidator validator)
    {
        if (validator is INotNullValidator or INotEmptyValidator)
        {
            schema = SchemaShape.WithoutNull(schema);
        }
        if (ChildOf(validator) is { } child && SchemaParts.ReferenceOf(schema) is { } name && schemas.TryGetValue(name, out var held))
        {
            Apply(child, (OpenApiSchema)held);
        }
        if (schema is OpenApiSchema inline)
        {
            Limit(inline, validator);
        }
        return schema;
    }

    private static void Limit(OpenApiSchema schema, IPropertyValidator validator)
    {
        switch (validator)
        {
            case INotEmptyValidator when schema.Type is { } type && type.HasFlag(JsonSchemaType.Array):
                schema.MinItems = 1;
                break;
            case INotEmptyValidator when schema.Type is { } type && type.HasFlag(JsonSchemaType.String):
                schema.MinLength = Math.Max(schema.MinLength ?? 0, 1);
                schema.Pattern ??= schema.Format is null ? @"\S" : null; // blank is empty too
                break;
            case IMaximumCodePoints limit:
                schema.MaxLength = Math.Min(schema.MaxLength ?? int.MaxValue, limit.Max);
                break;
            case IMaximumItems limit:
                schema.MaxItems = limit.Max;
                break;
            case IUniqueItems:
                schema.UniqueItems = true;
                break;
            case IOneOfWords choice:
                schema.Enum = [.. choice.Words.Select(word => (JsonNode)word), .. schema.Type?.HasFlag(JsonSchemaType.Null) is true ? [JsonNullSentinel.JsonNull] : Array.Empty<JsonNode>()];
                (schema.MinLength, schema.Pattern) = (null, null);
                break;
            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                break;
            case IRegularExpressionValidator expression:
                schema.Pattern = expression.Expression;
                break;
            case IEmailValidator:
                schema.Format = "email";
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = (Number(between.From), Number(between.To));
                break;
            case IComparisonValidator { ValueToCompare: { } bound and (int or long or double or decimal) } comparison:
                Compare(schema, comparison.Comparison, Number(bound));
                break;
        }
    }

    private static void Compare(OpenApiSchema schema, Comparison comparison, string? bound)
    {
        _ = comparison switch
        {
            Comparison.GreaterThanOrEqual => schema.Minimum = bound,
            Comparison.LessThanOrEqual => schema.Maximum = bound,
            Comparison.GreaterThan => schema.ExclusiveMinimum = bound,
            Comparison.LessThan => schema.ExclusiveMaximum = bound,
            _ => null,
        };
    }

    private static string? Number(object bound) => Convert.ToString(bound, CultureInfo.InvariantCulture);

    private static bool IsForEach(IValidationRule rule) => rule.GetType().GetInterfaces().Any(type =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    // FluentValidation tells a child's rules by type only; the adaptor itself hands out the instance, and asks a
    // context for what rules made on the spot depend on: there is nothing in it here.
    private static IValidator? ChildOf(IPropertyValidator validator)
    {
        if (validator is not IChildValidatorAdaptor || validator.GetType().GetMethod("GetValidator") is not { } method)
        {
            return null;
        }
        var context = Activator.CreateInstance(method.GetParameters()[0].ParameterType, [null]);
        return method.Invoke(validator, [context, null]) as IValidator;
    }
}
