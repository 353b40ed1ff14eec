using System.Reflection;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.Platform.Http;

/// <summary>An argument of a handler that may have been sent wrongly; the group's filter answers for it.</summary>
internal interface IFaulty
{
    /// <summary>What to answer instead of calling the handler; null when all is well.</summary>
    IResult? Problem { get; }
}

/// <summary>
/// A JSON body, read and checked so that one answer names every fault. A handler that gets one finds <see cref="Value"/>
/// valid.
/// </summary>
internal sealed class Body<T> : IFaulty, IIdentified, IEndpointParameterMetadataProvider where T : class
{
    internal static readonly string[] MediaTypes = ["application/json"];
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
        var (bytes, problem) = await JsonBodies.ReadAsync(context, MediaTypes);
        return problem is null ? await OfAsync(bytes, context) : new Body<T> { Problem = problem };
    }

    /// <summary>The body that was read.</summary>
    internal static async Task<Body<T>> OfAsync(byte[] bytes, HttpContext context)
    {
        var faults = JsonBodies.Parse(bytes, out var root);
        var check = new BodyCheck<T>(context);
        var read = faults.Count > 0 ? new Checked<T>(null, faults) : await check.OfAsync(check.Shape(root));
        return new Body<T> { _value = read.Value, _sent = bytes, Problem = read.Value is null ? new InvalidProblem(read.Faults) : null };
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(T)));
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
    public IResult? Problem { get => field ?? _sent?.Problem; private init; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Identity => _sent?.Identity ?? "{}"u8.ToArray();

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, problem) = await JsonBodies.ReadAsync(context, Body<T>.MediaTypes, mayBeLeftOut: true);
        return new OptionalBody<T> { _sent = bytes.Length > 0 ? await Body<T>.OfAsync(bytes, context) : null, Problem = problem };
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(Body<T>.MediaTypes, typeof(T), isOptional: true));
        JsonBodies.AddProblems(builder);
    }
}

/// <summary>
/// A JSON Merge Patch (RFC 7396), to be laid over what is stored by <see cref="ApplyAsync"/>, which says what is wrong
/// with it: by then it is known whether there is anything, and whether it is the caller's to change.
/// </summary>
internal sealed class Patch<T> : IFaulty, IEndpointParameterMetadataProvider where T : class
{
    private static readonly string[] MediaTypes = ["application/merge-patch+json", "application/json"];
    private BodyCheck<T>? _check;
    private SoundPart? _patch;

    /// <summary>What to answer to text that is no patch at all.</summary>
    public IResult? Problem { get; private init; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<Patch<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, problem) = await JsonBodies.ReadAsync(context, MediaTypes);
        if (problem is not null)
        {
            return new Patch<T> { Problem = problem };
        }
        if (JsonBodies.Parse(bytes, out var root) is { Count: > 0 } faults)
        {
            return new Patch<T> { Problem = new InvalidProblem(faults) };
        }
        var check = new BodyCheck<T>(context);
        return new Patch<T> { _check = check, _patch = check.Shape(root) };
    }

    /// <summary>The patched whole, checked as a whole that was sent; or all that is wrong with the patch and with what it makes.</summary>
    /// <param name="current">What is there.</param>
    /// <param name="session">The transaction that this is asked in, if any.</param>
    public Task<Checked<T>> ApplyAsync(T current, Session? session = null) =>
        _check is { } check && _patch is { } patch
            ? check.OfAsync(patch, current, session)
            : throw new InvalidOperationException("The filter lets nothing through that is no patch.");

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(T)));
        JsonBodies.AddProblems(builder);
    }
}
