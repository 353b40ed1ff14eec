namespace HeadlessCms.Platform.Text;

/// <summary>
/// HTML or Markdown that would cost far more than its length: nested too deeply, or multiplying itself. Rules refuse
/// it first by <see cref="SafeHtml.IsTooComplex"/> or <see cref="MarkdownText.IsTooComplex"/>.
/// </summary>
internal sealed class TooComplexException(string message) : Exception(message);
