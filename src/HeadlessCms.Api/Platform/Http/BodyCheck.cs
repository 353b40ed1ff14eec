using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using HeadlessCms.Platform.Storage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Platform.Http;

/// <summary>
/// Asks all that can be asked of a body: its shape, the rules, and once there are faults what it names. What is found
/// where something faulty was left out is not told: nobody sent it.
/// </summary>
internal sealed class BodyCheck<T>(HttpContext context) where T : class
{
    private readonly JsonSerializerOptions _json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    private JsonTypeInfo Type => _json.GetTypeInfo(typeof(T));

    /// <summary>The part of what was sent that has the right shape.</summary>
    public SoundPart Shape(JsonElement sent) => SoundPart.Of(sent, Type);

    /// <summary>Judges a whole.</summary>
    /// <param name="sent">What was sent.</param>
    public Task<Checked<T>> OfAsync(SoundPart sent) => OfAsync(sent, sent.Json, current: null, session: null);

    /// <summary>Judges what a patch makes of what is there.</summary>
    /// <param name="patch">What was sent.</param>
    /// <param name="current">What it is laid over.</param>
    /// <param name="session">Where to look up what it names; null: on a snapshot.</param>
    public Task<Checked<T>> OfAsync(SoundPart patch, T current, Session? session)
    {
        var merged = MergePatch.Apply(JsonSerializer.SerializeToNode(current, _json), patch.Json);
        return OfAsync(patch, JsonSerializer.SerializeToElement(merged, _json), current, session);
    }

    private async Task<Checked<T>> OfAsync(SoundPart sent, JsonElement whole, T? current, Session? session)
    {
        if (sent.Faults.Count >= InvalidProblem.MostFaults) // what comes after them was not looked at
        {
            return new(null, sent.Faults);
        }
        if (!TryRead(whole, out var value, out var unreadable))
        {
            return new(null, [.. sent.Faults, .. Sent([unreadable], sent)]);
        }
        var broken = Sent(await BrokenRulesAsync(value), sent);
        if (sent.Faults.Count + broken.Count == 0)
        {
            return new(value, []);
        }
        if (sent.Faults.Count + broken.Count >= InvalidProblem.MostFaults)
        {
            return new(null, [.. sent.Faults, .. broken]);
        }
        var unknown = Sent(await UnknownAsync(whole, broken, current, session), sent);
        return new(null, [.. sent.Faults, .. broken, .. unknown]);
    }

    private static List<Fault> Sent(IEnumerable<Fault> faults, SoundPart part) =>
        [.. faults.Where(fault => !part.IsLeftOut(fault.Pointer!)).Take(InvalidProblem.MostFaults)];

    private bool TryRead(JsonElement json, out T value, out Fault fault)
    {
        (value, fault) = (null!, null!);
        try
        {
            value = json.Deserialize<T>(_json)!; // an object
            return true;
        }
        catch (JsonException wrong)
        {
            fault = Fault.At(Pointers.FromPath(wrong.Path), "wrong_type", "The value is not of the type that is taken here.");
            return false;
        }
    }

    private async Task<IEnumerable<Fault>> BrokenRulesAsync(T value) =>
        context.RequestServices.GetService<IValidator<T>>() is { } rules
            ? (await rules.ValidateAsync(value, context.RequestAborted)).Errors.Select(fault =>
                Fault.At(Pointers.FromProperty(fault.PropertyName), RuleCodes.Of(fault.ErrorCode), fault.ErrorMessage))
            : [];

    // What breaks a rule is not looked up: it may be a million ids. A list that names one twice is as long as it may be.
    private async Task<IEnumerable<Fault>> UnknownAsync(JsonElement whole, IEnumerable<Fault> broken, T? current, Session? session)
    {
        var part = SoundPart.Without(whole, Type, [.. broken.Where(fault => fault.Code != "repeated")]);
        if (context.RequestServices.GetService<IReferences<T>>() is not { } references || !TryRead(part.Json, out var draft, out _))
        {
            return [];
        }
        var ct = context.RequestAborted;
        var unknown = session is null
            ? await context.RequestServices.GetRequiredService<Database>().ReadAsync(snapshot => references.UnknownAsync(snapshot, draft, current, ct), ct)
            : await references.UnknownAsync(session, draft, current, ct);
        return Sent(unknown, part);
    }
}

/// <summary>A body after its checks: the value, or the faults.</summary>
internal sealed record Checked<T>(T? Value, IReadOnlyList<Fault> Faults) where T : class;
