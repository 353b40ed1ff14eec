using System.Reflection;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>
/// A parameter of handlers that read their request's body themselves: only they can say when it is known what was sent.
/// </summary>
internal sealed class Retry
{
    /// <summary>The attempt, when the request has a key.</summary>
    public Attempt? Attempt { get; set; }

    /// <summary>Called by the framework.</summary>
    public static ValueTask<Retry?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new Retry());

    /// <summary>
    /// What to answer instead of doing anything, when the request has a key that was used before; to be called once,
    /// before anything is stored.
    /// </summary>
    /// <param name="body">Equal for equal requests; null for what is refused anyway.</param>
    public async Task<IResult?> AnswerAsync(byte[]? body) =>
        Attempt is null || body is null ? null : await Attempt.IdentifyAsync(body);
}
