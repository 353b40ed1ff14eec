using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HeadlessCms.Portability;

/// <summary>
/// Writes YAML in one way only, so that the same content is the same bytes: block style, two spaces, plain scalars where
/// YAML 1.2 and 1.1 both read them as text, double quotes elsewhere.
/// </summary>
internal sealed partial class YamlWriter
{
    private readonly StringBuilder _text = new();
    private string _indent = "";
    private bool _atItem;

    /// <summary>What was written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>A key, left out when there is no value.</summary>
    public YamlWriter Add(string key, string? value) => value is null ? this : Line($"{key}: {Scalar(value)}");

    /// <summary>A number, left out when it is what it would be anyway.</summary>
    public YamlWriter Add(string key, long value, long standard) =>
        value == standard ? this : Line(string.Create(CultureInfo.InvariantCulture, $"{key}: {value}"));

    /// <summary>A flag, left out when it is false.</summary>
    public YamlWriter Add(string key, bool value) => value ? Line($"{key}: true") : this;

    /// <summary>A time, always quoted; left out when there is none.</summary>
    public YamlWriter AddQuoted(string key, string? value) => value is null ? this : Line($"{key}: {Quote(value)}");

    /// <summary>A list of texts, left out when it is empty.</summary>
    public YamlWriter Add(string key, IReadOnlyList<string>? values)
    {
        if (values is not { Count: > 0 })
        {
            return this;
        }
        Line($"{key}:");
        foreach (var value in values)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{_indent}  - {Scalar(value)}\n");
        }
        return this;
    }

    /// <summary>Keys below a key.</summary>
    public YamlWriter AddInner(string key, Action inner)
    {
        Line($"{key}:");
        Indented("  ", inner);
        return this;
    }

    /// <summary>Items of keys below a key, left out when there are none.</summary>
    public YamlWriter AddItems<T>(string key, IReadOnlyList<T>? items, Action<T> write)
    {
        if (items is { Count: > 0 })
        {
            Line($"{key}:");
            Indented("  ", () => Items(items, write));
        }
        return this;
    }

    /// <summary>A list of items of keys.</summary>
    public void Items<T>(IEnumerable<T> items, Action<T> write)
    {
        foreach (var item in items)
        {
            Indented("  ", () =>
            {
                _atItem = true;
                write(item);
            });
        }
    }

    private void Indented(string more, Action inner)
    {
        var before = _indent;
        _indent += more;
        inner();
        _indent = before;
    }

    private YamlWriter Line(string text)
    {
        _text.Append(_atItem ? $"{_indent[..^2]}- " : _indent).Append(text).Append('\n');
        _atItem = false;
        return this;
    }

    private static string Scalar(string value) => IsPlain(value) ? value : Quote(value);

    // Controls, and what some reader takes for a line's end, a byte order mark or no character at all.
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';

    private static bool IsPlain(string value) => Plain().IsMatch(value) && !value.Any(IsUnsafe) && !Ambiguous().IsMatch(value)
        && !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal)
        && value[^1] is not (':' or ' ');

    private static string Quote(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when IsUnsafe(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    // What starts as YAML's own signs do is quoted, and so is what holds a control character.
    [GeneratedRegex("""^[^\s\-?:,\[\]{}#&*!|>'"%@`\p{Cc}][^\p{Cc}]*$""")]
    private static partial Regex Plain();

    // What some reader would take for a number, a date, true or null.
    [GeneratedRegex(
        @"^([-+]?\.?[0-9][0-9_,.]*(e[-+]?[0-9]+)?|0[xo][0-9a-f_]+|[0-9]+(:[0-9]+)+(\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([T ].*)?"
        + @"|true|false|yes|no|on|off|y|n|null|~|[-+]?\.inf|\.nan)$", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
