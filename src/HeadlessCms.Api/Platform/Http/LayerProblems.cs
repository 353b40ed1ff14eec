namespace HeadlessCms.Platform.Http;

// Kinds that the layers around the handlers answer by their status alone (ProblemWriter.WriteForStatusAsync). Only
// UnavailableProblem is also answered by a handler.

/// <summary>The path exists, the method does not.</summary>
internal abstract class MethodNotAllowedProblem : IProblemKind
{
    public static int Status => StatusCodes.Status405MethodNotAllowed;
    public static string Slug => "method-not-allowed";
    public static string Title => "The method is not allowed here";
    public static string Meaning => "The path does not answer this method. `Allow` names those it answers.";
    public static string Detail => "Allow names the methods that this path answers.";
}

/// <summary>The caller takes nothing that we could answer.</summary>
internal abstract class NotAcceptableProblem : IProblemKind
{
    public static int Status => StatusCodes.Status406NotAcceptable;
    public static string Slug => "not-acceptable";
    public static string Title => "None of the accepted types can be had";
    public static string Meaning => "`Accept` rules out every media type that the operation can answer.";
    public static string Detail => "See the operation's answer types in /openapi/v1.yaml.";
}

/// <summary>The rest of the request did not come.</summary>
internal abstract class RequestTimeoutProblem : IProblemKind
{
    public static int Status => StatusCodes.Status408RequestTimeout;
    public static string Slug => "request-timeout";
    public static string Title => "The request took too long";
    public static string Meaning => "The body came too slowly or stopped coming. Nothing of it was stored.";
    public static string Detail => "The rest of the request did not come in time.";
}

/// <summary>Path and query are longer than we read.</summary>
internal abstract class UriTooLongProblem : IProblemKind
{
    public static int Status => StatusCodes.Status414UriTooLong;
    public static string Slug => "uri-too-long";
    public static string Title => "The address is too long";
    public static string Meaning => "Path and query together may have 16 KiB.";
    public static string Detail => "An address may have 16 KiB.";
}

/// <summary>The caller asks too often.</summary>
internal abstract class TooManyRequestsProblem : IProblemKind
{
    public static int Status => StatusCodes.Status429TooManyRequests;
    public static string Slug => "too-many-requests";
    public static string Title => "Too many requests";
    public static string Meaning => "The caller's limit for this time is used up. `Retry-After` says in how many seconds to go on.";
    public static string Detail => "Retry-After says when to go on.";
}

/// <summary>None of the bytes that were asked for are there.</summary>
internal abstract class RangeNotSatisfiableProblem : IProblemKind
{
    public static int Status => StatusCodes.Status416RangeNotSatisfiable;
    public static string Slug => "range-not-satisfiable";
    public static string Title => "The range lies outside of the file";
    public static string Meaning => "`Content-Range` says how long the file is (RFC 9110 section 15.5.17).";
    public static string Detail => "Content-Range says how long the file is.";
}

/// <summary>The headers are longer than we read.</summary>
internal abstract class HeadersTooLargeProblem : IProblemKind
{
    public static int Status => StatusCodes.Status431RequestHeaderFieldsTooLarge;
    public static string Slug => "headers-too-large";
    public static string Title => "The headers are too large";
    public static string Meaning => "All headers of a request together may have 16 KiB.";
    public static string Detail => "All headers together may have 16 KiB.";
}

/// <summary>Our fault.</summary>
internal abstract class InternalProblem : IProblemKind
{
    public static int Status => StatusCodes.Status500InternalServerError;
    public static string Slug => "internal";
    public static string Title => "The server failed";
    public static string Meaning => "A fault of the server, not of the request. Its operator finds it in the logs by `traceId`.";
    public static string Detail => "It is in the server's logs under the traceId.";
}

/// <summary>It cannot be done now, but soon.</summary>
internal sealed class UnavailableProblem(string detail) : Problem<UnavailableProblem>(detail), IProblemKind
{
    private const int RetryAfterSeconds = 5;

    public static int Status => StatusCodes.Status503ServiceUnavailable;
    public static string Slug => "unavailable";
    public static string Title => "The server cannot do this now";
    public static string Meaning => "Something the server needs does not answer. `Retry-After` says in how many seconds to try again.";
    public static string Detail => "Try again later.";

    protected override void WriteHeaders(HttpResponse response) => response.Headers.RetryAfter =
        RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
