namespace HeadlessCms.Platform.Http.Ready;

/// <summary>What answers of one media type have in common.</summary>
/// <param name="ContentType">With its charset where it has one.</param>
/// <param name="IsCompressed">Whether it comes in the codings that clients take; images are small, or compressed already.</param>
/// <param name="Headers">Further headers, of <c>200</c> and <c>304</c> alike.</param>
internal sealed record AnswerForm(string ContentType, bool IsCompressed, params IReadOnlyList<KeyValuePair<string, string>> Headers);
