namespace HeadlessCms.Platform.Http;

/// <summary>
/// Marks the property of an answer that holds a secret: it is sent this once, and whatever keeps the answer keeps null there.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShownOnceAttribute : Attribute;
