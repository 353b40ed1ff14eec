using System.Reflection;
using System.Text.Json;
using HeadlessCms.Platform.Http.Idempotency;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>An argument of a handler that may have been sent wrongly; the group's filter answers for it.</summary>
internal interface IFaulty
{
    /// <summary>What to answer instead of calling the handler; null when all is well.</summary>
    IResult? Problem { get; }
}

/// <summary>
/// A JSON body, read, checked for unknown names and wrong types, and run through its rules, so that one answer names
/// every fault. A handler that gets one finds <see cref="Value"/> valid.
/// </summary>
internal sealed class Body<T> : IFaulty, IIdentified, IEndpointParameterMetadataProvider where T : class
{
    private T? _value;
    private byte[] _sent = [];

    /// <summary>The body; valid, since the handler is not called otherwise.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The filter lets no faulty body through.");

    /// <inheritdoc/>
    public IResult? Problem { get; private init; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Identity => CanonicalJson.Of(_sent);

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, problem) = await JsonBodies.ReadAsync(context, ["application/json"]);
        if (problem is not null)
        {
            return new Body<T> { Problem = problem };
        }
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var read = await JsonBodies.CheckAsync<T>(bytes, json, context);
        return new Body<T> { _value = read.Value, _sent = bytes, Problem = read.Faults.Count > 0 ? new InvalidProblem(read.Faults) : null };
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        JsonBodies.AddProblems(builder);
    }
}

/// <summary>A JSON body that may be left out: no content at all means what <c>{}</c> means.</summary>
internal sealed class OptionalBody<T> : IFaulty, IIdentified, IEndpointParameterMetadataProvider where T : class, new()
{
    private Body<T>? _sent;

    /// <summary>The body; valid, since the handler is not called otherwise.</summary>
    public T Value => _sent?.Value ?? new T();

    /// <inheritdoc/>
    public IResult? Problem => _sent?.Problem;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Identity => _sent?.Identity ?? "{}"u8.ToArray();

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var isEmpty = context.Request.ContentType is null && context.Request.ContentLength is null or 0;
        return new OptionalBody<T> { _sent = isEmpty ? null : await Body<T>.BindAsync(context, parameter) };
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: true));
        JsonBodies.AddProblems(builder);
    }
}

/// <summary>A JSON Merge Patch (RFC 7396), to be laid over what is stored by <see cref="ApplyAsync"/>.</summary>
internal sealed class Patch<T> : IFaulty, IEndpointParameterMetadataProvider where T : class
{
    private static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];
    private JsonElement _patch;
    private HttpContext? _context;
    private JsonSerializerOptions? _json;

    /// <inheritdoc/>
    public IResult? Problem { get; private init; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<Patch<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, problem) = await JsonBodies.ReadAsync(context, MediaTypes);
        if (problem is not null)
        {
            return new Patch<T> { Problem = problem };
        }
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var faults = JsonBodies.Parse(bytes, out var patch);
        if (faults.Count == 0)
        {
            faults = JsonShape.FaultsOf(patch, json.GetTypeInfo(typeof(T)));
        }
        return new Patch<T>
        {
            _patch = patch,
            _context = context,
            _json = json,
            Problem = faults.Count > 0 ? new InvalidProblem(faults) : null,
        };
    }

    /// <summary>The patched whole, checked by the same rules as a whole that was sent.</summary>
    public Task<Checked<T>> ApplyAsync(T current)
    {
        var merged = MergePatch.Apply(JsonSerializer.SerializeToNode(current, _json), _patch);
        return JsonBodies.CheckAsync<T>(JsonSerializer.SerializeToUtf8Bytes(merged, _json!), _json!, _context!);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(T)));
        JsonBodies.AddProblems(builder);
    }
}

/// <summary>A body after its checks: the value, or the faults.</summary>
internal sealed record Checked<T>(T? Value, IReadOnlyList<Fault> Faults) where T : class;
