namespace HeadlessCms.Platform;

/// <summary>What the operator asked for cannot be done; the message says why, in one line and without a stack trace.</summary>
internal sealed class RefusedException(string message, Exception? why = null) : Exception(message, why);
