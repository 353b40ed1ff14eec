using System.Globalization;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Text;
using YamlDotNet.RepresentationModel;

namespace HeadlessCms.Portability;

/// <summary>A YAML mapping, read key by key; what is wrong or unknown is named with its file and line.</summary>
internal sealed class YamlMap(YamlMappingNode node, string file, int firstLine, List<ImportFault> faults)
{
    private readonly HashSet<string> _read = [];

    /// <summary>File and lines, for faults found later.</summary>
    public Place Place => new(
        file, LineOf(node), node.Children.Keys.GroupBy(key => key.ToString()).ToDictionary(keys => keys.Key, keys => LineOf(keys.First())));

    /// <summary>The text, or null when the key is not there.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar when CodePoints.IsWellFormed(scalar.Value ?? "") => scalar.Value,
        YamlScalarNode scalar => Fault<string>(scalar, $"'{key}' must not hold NUL or half of a surrogate pair") ?? "\ufffd", // there is a text, if not this one
        var other => Fault<string>(other, $"'{key}' must be a text"),
    };

    /// <summary>The text; null, and a fault, when the key is not there.</summary>
    public string? Needed(string key) => Find(key) is null ? Fault<string>(node, $"'{key}' is missing") : Text(key);

    /// <summary>The text; empty, and a fault, when the key is not there.</summary>
    public string Required(string key) => Needed(key) ?? "";

    /// <summary>An id; a fault when it is none.</summary>
    public Guid Id(string key) => Needed(key) switch
    {
        null => default,
        var text when IdText.TryRead(text, out var id) => id,
        _ => Fault<Guid>(At(key), $"'{key}' must be an id"),
    };

    /// <summary>An id, or null when the key is not there.</summary>
    public Guid? OptionalId(string key) => Find(key) is null ? null : Id(key);

    /// <summary>An instant; a fault when it is none.</summary>
    public DateTimeOffset Time(string key) => Needed(key) switch
    {
        null => default,
        var text when SiteTimeConverter.TryParse(text, out var time) => time,
        _ => Fault<DateTimeOffset>(At(key), $"'{key}' must be a time with an offset, such as 2021-04-20T04:11:00+08:00"),
    };

    /// <summary>An instant, or null when the key is not there.</summary>
    public DateTimeOffset? OptionalTime(string key) => Find(key) is null ? null : Time(key);

    /// <summary>A day, or null when the key is not there.</summary>
    public DateOnly? OptionalDay(string key) => Text(key) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => Fault<DateOnly?>(At(key), $"'{key}' must be a day such as 2024-05-01"),
    };

    /// <summary>A whole number, or null when the key is not there.</summary>
    public long? OptionalInteger(string key) => Text(key) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => Fault<long?>(At(key), $"'{key}' must be a whole number"),
    };

    /// <summary>true or false; false when the key is not there.</summary>
    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Fault<bool>(At(key), $"'{key}' must be true or false"),
    };

    /// <summary>The texts of a list, or null when the key is not there.</summary>
    public IReadOnlyList<string>? Texts(string key) => Find(key) switch
    {
        null => null,
        YamlSequenceNode list when list.All(item => item is YamlScalarNode { Value: { } text } && CodePoints.IsWellFormed(text)) =>
            [.. list.Select(item => ((YamlScalarNode)item).Value!)],
        var other => Fault<IReadOnlyList<string>>(other, $"'{key}' must be a list of texts"),
    };

    /// <summary>What one inner mapping says, or null when the key is not there.</summary>
    public T? Inner<T>(string key, Func<YamlMap, T> read) where T : class => Find(key) switch
    {
        null => null,
        YamlMappingNode map => Read(map, read),
        var other => Fault<T>(other, $"'{key}' must have keys of its own"),
    };

    /// <summary>What each mapping of a list says, or null when the key is not there.</summary>
    public IReadOnlyList<T>? Inners<T>(string key, Func<YamlMap, T> read) => Find(key) switch
    {
        null => null,
        YamlSequenceNode list when list.All(item => item is YamlMappingNode) => [.. list.Select(item => Read((YamlMappingNode)item, read))],
        var other => Fault<IReadOnlyList<T>>(other, $"'{key}' must be a list"),
    };

    /// <summary>Says that what stands under a key is wrong.</summary>
    public void Refuse(string key, string what) => Fault<object>(At(key), $"'{key}' {what}");

    /// <summary>Names the keys that nothing read.</summary>
    public void Finish()
    {
        foreach (var key in node.Children.Keys.Where(key => !_read.Contains(key.ToString())))
        {
            Fault<object>(key, $"there is no key '{key}'");
        }
    }

    private T Read<T>(YamlMappingNode inner, Func<YamlMap, T> read)
    {
        var map = new YamlMap(inner, file, firstLine, faults);
        var value = read(map);
        map.Finish();
        return value;
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private YamlNode At(string key) => Find(key) ?? node;

    private T? Fault<T>(YamlNode at, string what)
    {
        faults.Add(new(file, LineOf(at), null, what));
        return default;
    }

    private int LineOf(YamlNode at) => firstLine + (int)at.Start.Line - 1;
}
