namespace HeadlessCms.Platform.Text;

/// <summary>
/// HTML or Markdown that would cost far more than its length: nested too deeply, or multiplying itself. Rules ask
/// <see cref="SafeBody"/> first, and refuse it.
/// </summary>
internal sealed class TooComplexException(string message) : Exception(message);
