using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace HeadlessCms.Syndication;

/// <summary>An article as news agencies exchange it: IPTC's ninjs 3.0. What has no value is left out, as that format has it.</summary>
public sealed record Ninjs
{
    /// <summary>The same for ever, whatever is edited; feeds name it alike.</summary>
    /// <example>tag:www.example.gov.cn,2021-04-19:0178eb99-0790-73cd-8947-209d1a38f122</example>
    public required string Uri { get; init; }

    /// <summary>Which format this is.</summary>
    public NinjsStandard Standard { get; } = new();

    /// <summary>What kind of news it is.</summary>
    /// <example>text</example>
    public string Type => "text";

    /// <summary>That nothing of it is left out.</summary>
    /// <example>full</example>
    public string RepresentationType => "full";

    /// <summary>Counts the saved states of the article.</summary>
    /// <example>3</example>
    public required string Version { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset FirstCreated { get; init; }

    /// <summary>When this state of it came about.</summary>
    public required DateTimeOffset VersionCreated { get; init; }

    /// <summary>The dateline.</summary>
    public required DateTimeOffset ContentCreated { get; init; }

    /// <summary>That it may be used: what may not be any more is answered 410.</summary>
    /// <example>usable</example>
    public string PubStatus => "usable";

    /// <summary>Whose it is; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CopyrightHolder { get; init; }

    /// <summary>What others may do with it; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UsageTerms { get; init; }

    /// <summary>BCP 47.</summary>
    /// <example>zh-CN</example>
    public required string Language { get; init; }

    /// <summary>The headline, role <c>main</c>; the lines above and below it, <c>kicker</c> and <c>subtitle</c>.</summary>
    public required IReadOnlyList<NinjsText> Headlines { get; init; }

    /// <summary>The summary, where there is one.</summary>
    public required IReadOnlyList<NinjsText> Descriptions { get; init; }

    /// <summary>The text as HTML whose addresses are absolute.</summary>
    public required IReadOnlyList<NinjsText> Bodies { get; init; }

    /// <summary>Its category (<c>rel</c> is <c>section</c>) and its tags (<c>keyword</c>).</summary>
    public required IReadOnlyList<NinjsSubject> Subjects { get; init; }

    /// <summary>Who published it first.</summary>
    public required IReadOnlyList<NinjsInfoSource> InfoSources { get; init; }

    /// <summary>Who wrote it; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>Its slug.</summary>
    public required string Slugline { get; init; }

    /// <summary>Its page.</summary>
    public required IReadOnlyList<NinjsRendition> Renditions { get; init; }

    /// <summary>Its picture and its files.</summary>
    public required IReadOnlyList<NinjsAssociation> Associations { get; init; }

    /// <summary>Its id here.</summary>
    public required IReadOnlyList<NinjsAltId> AltIds { get; init; }
}

/// <summary>Which format a document of ninjs has.</summary>
public sealed record NinjsStandard
{
    /// <summary>What it is called.</summary>
    /// <example>ninjs</example>
    public string Name => "ninjs";

    /// <summary>Which one of it.</summary>
    /// <example>3.0</example>
    public string Version => "3.0";

    /// <summary>What it can be checked with.</summary>
    /// <example>http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json</example>
    public string Schema => "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json";
}

/// <summary>A text of a document of ninjs.</summary>
public sealed record NinjsText
{
    /// <summary>What it is to the article.</summary>
    /// <example>main</example>
    public required string Role { get; init; }

    /// <summary>IANA media type.</summary>
    /// <example>text/plain</example>
    public required string ContentType { get; init; }

    /// <summary>The text itself.</summary>
    public required string Value { get; init; }
}

/// <summary>What an article is about.</summary>
public sealed record NinjsSubject
{
    /// <summary>As it is shown.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the article.</summary>
    /// <example>keyword</example>
    public required string Rel { get; init; }

    /// <summary>The slug of a category; left out of a tag.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Literal { get; init; }
}

/// <summary>Where an article comes from.</summary>
public sealed record NinjsInfoSource
{
    /// <summary>Who it is.</summary>
    /// <example>苏州日报</example>
    public required string Name { get; init; }

    /// <summary>Where it was published; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uri { get; init; }
}

/// <summary>One form of a page or a file.</summary>
public sealed record NinjsRendition
{
    /// <summary>Which form it is.</summary>
    /// <example>original</example>
    public required string Name { get; init; }

    /// <summary>Where it is found.</summary>
    public required string Href { get; init; }

    /// <summary>IANA media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Pixels; left out of what is no picture.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Width { get; init; }

    /// <summary>Pixels; left out of what is no picture.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Height { get; init; }

    /// <summary>Bytes; left out of a page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? SizeInBytes { get; init; }

    /// <summary>What the file is called; left out of a page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OriginalFilename { get; init; }
}

/// <summary>A picture or a file of an article.</summary>
public sealed record NinjsAssociation
{
    /// <summary><c>cover</c>, or what it is to the article.</summary>
    /// <example>cover</example>
    public required string Name { get; init; }

    /// <summary>What names it.</summary>
    public required string Uri { get; init; }

    /// <summary><c>picture</c>, <c>audio</c>, <c>video</c>, or <c>component</c> for any other file.</summary>
    /// <example>picture</example>
    [AllowedValues("picture", "audio", "video", "component")]
    public required string Type { get; init; }

    /// <summary>Who made it; left out when that is not said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>What is said below it (<c>caption</c>) and in its place (<c>alt</c>).</summary>
    public required IReadOnlyList<NinjsText> Descriptions { get; init; }

    /// <summary>Its bytes.</summary>
    public required IReadOnlyList<NinjsRendition> Renditions { get; init; }
}

/// <summary>Another name of an article.</summary>
public sealed record NinjsAltId
{
    /// <summary>Whose name it is.</summary>
    /// <example>id</example>
    public required string Role { get; init; }

    /// <summary>The name.</summary>
    public required string Value { get; init; }
}
