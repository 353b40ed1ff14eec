using System.Text.Json.Nodes;
using HeadlessCms.Platform.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>What an operation takes beside its body: the path's parts, what the route says of query and headers, preconditions.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    private const string IdOrSlug = "^([a-z0-9]+(-[a-z0-9]+)*|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$";

    /// <summary>Which state a write was made from.</summary>
    public static readonly HeaderParameter IfMatch = new(
        "If-Match", "The `ETag` of the state that was changed, or `*` for whatever is there (RFC 9110 section 13.1.1).")
    {
        Required = true,
        Pattern = """^(\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*)$""",
        Example = "\"x4yZ\"",
    };

    private static readonly HeaderParameter IfNoneMatch = new(
        "If-None-Match", "The `ETag` of the copy at hand: while it is current, the answer is `304` (RFC 9110 section 13.1.2).")
    {
        Example = "\"x4yZ\"",
    };

    private static readonly HeaderParameter IfModifiedSince = new(
        "If-Modified-Since", "The `Last-Modified` of the copy at hand; not looked at beside `If-None-Match` (RFC 9110 section 13.1.3).")
    {
        Example = "Mon, 19 Apr 2021 20:11:00 GMT",
    };

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var fromPath = (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path).ToList();
        foreach (var parameter in fromPath)
        {
            Bound(parameter, context.Description);
        }
        var queries = metadata.OfType<QueryMetadata>().SelectMany(query => query.Parameters).Select(Query);
        var headers = Preconditions(metadata).Concat(metadata.OfType<HeaderParameter>()).Select(Header);
        operation.Parameters = [.. fromPath, .. queries, .. headers];
        return Task.CompletedTask;
    }

    private static IEnumerable<HeaderParameter> Preconditions(IList<object> metadata)
    {
        var answers = metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).ToHashSet();
        if (answers.Contains(StatusCodes.Status428PreconditionRequired))
        {
            yield return IfMatch;
        }
        if (answers.Contains(StatusCodes.Status304NotModified))
        {
            yield return IfNoneMatch;
        }
        if (metadata.OfType<AnswerHeaders>().Any(answer => answer.StatusCode == StatusCodes.Status304NotModified && answer.Names.Contains("Last-Modified")))
        {
            yield return IfModifiedSince;
        }
    }

    // A text in a path is an id or a slug. An id has the form of a slug, but for capitals, which it may have too (RFC 9562 section 4).
    private static void Bound(OpenApiParameter parameter, ApiDescription description)
    {
        var type = description.ParameterDescriptions.FirstOrDefault(candidate => candidate.Name == parameter.Name)?.Type;
        parameter.Schema = type switch
        {
            _ when type == typeof(Guid) => SchemaParts.Formatted("uuid"),
            _ when type == typeof(int) => SchemaParts.Integer(1, int.MaxValue),
            _ when type == typeof(long) => SchemaParts.Integer(1, SchemaBounds.MaximumInteger),
            _ => SchemaParts.Text(1, Slug.MaximumLength, IdOrSlug),
        };
    }

    private static OpenApiParameter Query(QueryParameter query) => new()
    {
        Name = query.Name,
        In = ParameterLocation.Query,
        Description = query.Description,
        Required = query.IsRequired,
        Schema = SchemaOf(query),
        Style = query.Kind is QueryKind.Names or QueryKind.Ids ? ParameterStyle.Form : null,
        Explode = query.Kind is not (QueryKind.Names or QueryKind.Ids),
    };

    private static OpenApiSchema SchemaOf(QueryParameter query)
    {
        var schema = query.Kind switch
        {
            QueryKind.Integer => SchemaParts.Integer(query.Minimum, query.Maximum),
            QueryKind.Text or QueryKind.Address => SchemaParts.Text(query.Minimum, query.Maximum, query.Pattern),
            QueryKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            QueryKind.Time => SchemaParts.Formatted("date-time"),
            QueryKind.Date => SchemaParts.Formatted("date"),
            QueryKind.Choice => SchemaParts.Choice(query.Choices),
            QueryKind.Names => SchemaParts.List(SchemaParts.Choice(query.Choices), query.Maximum),
            QueryKind.Ids => SchemaParts.List(SchemaParts.Formatted("uuid"), query.Maximum, unique: false),
            _ => throw new InvalidOperationException($"Nothing documents {query.Kind}."),
        };
        schema.Default = query.Default is null ? null : schema.Type is JsonSchemaType.String
            ? JsonValue.Create(query.Default)
            : JsonNode.Parse(query.Default);
        return schema;
    }

    private static OpenApiParameter Header(HeaderParameter header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Required = header.Required,
        Schema = SchemaParts.Text(header.Pattern is null ? 0 : 1, header.Maximum, header.Pattern),
        Example = header.Example is null ? null : JsonValue.Create(header.Example),
    };
}
