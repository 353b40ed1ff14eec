using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Access;

/// <summary>
/// Keeps keys and tokens out of every log, whoever writes it: who sends a key in an address is refused, and a preview's token is meant
/// to stand in one, but the framework's log of requests, where it is asked for, says what address was called. What is logged with
/// one in it is logged without its values, as text in which the key is masked.
/// </summary>
internal sealed partial class KeylessLogs(ILoggerFactory inner, string? adminKey) : ILoggerFactory
{
    private const string Mask = "[key]";
    private const int ShortestKey = 32; // a shorter one stops the start, and may be in any word

    private readonly string[] _settings = adminKey is null ? [] : [adminKey, Uri.EscapeDataString(adminKey)];

    /// <summary>Puts it before whatever logs.</summary>
    public static ILoggerFactory Create(IServiceProvider services) => new KeylessLogs(
        new LoggerFactory(
            services.GetServices<ILoggerProvider>(), services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            services.GetRequiredService<IOptions<LoggerFactoryOptions>>(), services.GetService<IExternalScopeProvider>()),
        services.GetRequiredService<IConfiguration>()["Cms:AdminKey"] is { Length: >= ShortestKey } key ? key : null);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Keyless(inner.CreateLogger(categoryName), this);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private bool IsIn(string? text) => text is not null && (KeyOrToken().IsMatch(text) || _settings.Any(key => text.Contains(key, StringComparison.Ordinal)));

    private bool IsIn(object? state) => state switch
    {
        string text => IsIn(text),
        IEnumerable<KeyValuePair<string, object?>> values => values.Any(value => IsIn(value.Value?.ToString())), // an address is no string everywhere
        _ => false,
    };

    private string Masked(string? text) =>
        KeyOrToken().Replace(_settings.Aggregate(text ?? "", (masked, key) => masked.Replace(key, Mask, StringComparison.Ordinal)), Mask);

    // Also such as were cut or mistyped, or written as an address writes them; a token is a JWT, three parts of Base64.
    [GeneratedRegex(@"hcms(_|%5[Ff])[0-9A-Za-z]{8,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|(?<=[Pp][Rr][Ee][Vv][Ii][Ee][Ww](=|%3[Dd]))[\w.-]{8,}")]
    private static partial Regex KeyOrToken();

    private sealed class Keyless(ILogger inner, KeylessLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull =>
            logs.IsIn((object)state) ? inner.BeginScope(logs.Masked(state.ToString())) : inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel))
            {
                return;
            }
            var text = formatter(state, exception);
            if (logs.IsIn(text) || logs.IsIn((object?)state) || logs.IsIn(exception?.ToString()))
            {
                inner.Log(logLevel, eventId, logs.Masked(exception is null ? text : $"{text} {exception}"), null, (masked, _) => masked);
                return;
            }
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
