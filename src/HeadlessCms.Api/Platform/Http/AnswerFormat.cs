using System.Reflection;
using HeadlessCms.Platform.Http.Ready;

namespace HeadlessCms.Platform.Http;

/// <summary>Says of a type which media type it is answered in; what does not say it is <c>application/json</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AnsweredAsAttribute(string mediaType) : Attribute
{
    /// <summary>IANA's name, without parameters.</summary>
    public string MediaType { get; } = mediaType;
}

/// <summary>A body in a format that is not JSON: its writer has written it.</summary>
internal interface IWrittenBody
{
    /// <summary>UTF-8.</summary>
    byte[] Bytes { get; }
}

/// <summary>The format of an answer, as its type says it.</summary>
/// <typeparam name="T">What the body is.</typeparam>
internal static class AnswerFormat<T>
{
    /// <summary>IANA's name.</summary>
    public static string MediaType { get; } = typeof(T).GetCustomAttribute<AnsweredAsAttribute>()?.MediaType ?? "application/json";

    /// <summary>How it is sent.</summary>
    public static AnswerForm Form { get; } = new($"{MediaType}; charset=utf-8", IsCompressed: true);

    /// <summary>What the contract describes: the type, or text where it is no JSON.</summary>
    public static Type Described { get; } = typeof(T).IsAssignableTo(typeof(IWrittenBody)) ? typeof(string) : typeof(T);
}
