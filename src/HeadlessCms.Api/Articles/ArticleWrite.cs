using System.Text.Json.Nodes;

namespace HeadlessCms.Articles;

/// <summary>What a write came to: the working copy as its transaction leaves it, or what to answer instead.</summary>
internal sealed record ArticleWrite
{
    /// <summary>It was stored, and there is nothing left to show: the article is erased.</summary>
    public static ArticleWrite Erased { get; } = new();

    /// <summary>The working copy, whole.</summary>
    public JsonObject? Article { get; private init; }

    /// <summary>Its entity tag.</summary>
    public string? Tag { get; private init; }

    /// <summary>Why nothing was stored.</summary>
    public IResult? Instead { get; private init; }

    /// <summary>It was stored.</summary>
    public static ArticleWrite Of(JsonObject article, string tag) => new() { Article = article, Tag = tag };

    /// <summary>It was not.</summary>
    public static ArticleWrite Refused(IResult problem) => new() { Instead = problem };
}
