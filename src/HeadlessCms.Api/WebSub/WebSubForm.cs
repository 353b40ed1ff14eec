using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using HeadlessCms.Platform.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace HeadlessCms.WebSub;

/// <summary>What a subscriber sends (W3C WebSub, section 5.1); other fields are not looked at.</summary>
public sealed record WebSubRequest
{
    /// <summary><c>subscribe</c> or <c>unsubscribe</c>.</summary>
    /// <example>subscribe</example>
    [JsonPropertyName("hub.mode")]
    public required string Mode { get; init; }

    /// <summary>The feed, as its <c>rel="self"</c> names it.</summary>
    /// <example>https://api.example.gov.cn/v1/feeds/atom.xml</example>
    [JsonPropertyName("hub.topic")]
    public required string Topic { get; init; }

    /// <summary>What is called: http or https, and not in a private network unless the settings allow it.</summary>
    /// <example>https://reader.example/websub/1</example>
    [JsonPropertyName("hub.callback")]
    public required string Callback { get; init; }

    /// <summary>For how many seconds; 10 days when left out, at least 5 minutes and at most 30 days are given.</summary>
    /// <example>864000</example>
    [JsonPropertyName("hub.lease_seconds")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LeaseSeconds { get; init; }

    /// <summary>What calls are signed with; less than 200 bytes.</summary>
    [JsonPropertyName("hub.secret")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}

/// <summary>The same as a form, read and checked as far as it says itself what is wrong with it.</summary>
internal sealed class WebSubForm : IFaulty, IEndpointParameterMetadataProvider
{
    /// <summary>What makes a subscription.</summary>
    public const string Subscribe = "subscribe";

    private const string MediaType = "application/x-www-form-urlencoded";
    private const string Unsubscribe = "unsubscribe";
    private const int MaximumBytes = 16 * 1024;
    private const int LongestAddress = 2048;
    private const int LongestSecret = 199;
    private const long UsualLease = 864_000;

    private WebSubRequest? _value;

    /// <summary>What was asked; valid, since the handler is not called otherwise.</summary>
    public WebSubRequest Value => _value ?? throw new InvalidOperationException("The filter lets no faulty form through.");

    /// <inheritdoc/>
    public IResult? Problem { get; private init; }

    /// <summary>Called by the framework.</summary>
    public static async ValueTask<WebSubForm?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        if (request.ContentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return new() { Problem = new UnsupportedMediaTypeProblem("A subscription is asked for by a form.", MediaType) };
        }
        try
        {
            // The reader of forms bounds each of these, and so the whole.
            var limits = new FormOptions { ValueCountLimit = 20, KeyLengthLimit = 100, ValueLengthLimit = LongestAddress, BufferBodyLengthLimit = MaximumBytes };
            return request.ContentLength > MaximumBytes
                ? new() { Problem = TooLarge() }
                : Checked(await new FormFeature(request, limits).ReadFormAsync(context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return new() { Problem = TooLarge() };
        }
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(WebSubRequest)));
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status413PayloadTooLarge));
        builder.Metadata.Add(new ProblemResponse(StatusCodes.Status415UnsupportedMediaType));
    }

    private static WebSubForm Checked(IFormCollection form)
    {
        var (mode, topic, callback) = (form["hub.mode"].ToString(), form["hub.topic"].ToString(), form["hub.callback"].ToString());
        var (lease, secret) = (form["hub.lease_seconds"].ToString(), form["hub.secret"].ToString());
        var seconds = UsualLease;
        List<Fault> faults = [];
        if (mode is not (Subscribe or Unsubscribe))
        {
            faults.Add(Fault.At("/hub.mode", "not_allowed", $"hub.mode is {Subscribe} or {Unsubscribe}."));
        }
        if (topic.Length == 0)
        {
            faults.Add(Fault.At("/hub.topic", "required", "hub.topic names a feed, as its rel=\"self\" does."));
        }
        if (!Uri.TryCreate(callback, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https") || target.UserInfo.Length > 0 || target.Fragment.Length > 0)
        {
            faults.Add(Fault.At("/hub.callback", "not_an_address", "hub.callback is an http or https address without a fragment, a name or a password."));
        }
        if (lease.Length > 0 && (!long.TryParse(lease, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds == 0))
        {
            faults.Add(Fault.At("/hub.lease_seconds", "not_allowed", "hub.lease_seconds is a number of seconds, greater than 0."));
        }
        if (Encoding.UTF8.GetByteCount(secret) > LongestSecret)
        {
            faults.Add(Fault.At("/hub.secret", "too_long", "hub.secret has less than 200 bytes."));
        }
        return new()
        {
            Problem = faults.Count > 0 ? new InvalidProblem(faults) : null,
            _value = new WebSubRequest { Mode = mode, Topic = topic, Callback = callback, LeaseSeconds = seconds, Secret = secret.Length > 0 ? secret : null },
        };
    }

    private static TooLargeProblem TooLarge() => new($"A subscription's form may have {MaximumBytes / 1024} KiB, and each field {LongestAddress} bytes.");
}
