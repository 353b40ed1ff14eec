using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HeadlessCms.Platform.Http.OpenApi;

/// <summary>Every header an answer may carry, described once.</summary>
internal static class HeaderCatalogue
{
    /// <summary>On every answer there is.</summary>
    public static readonly string[] OfAll = ["X-Request-Id", "X-Content-Type-Options"];

    /// <summary>On every answer, where the caller's limit is counted.</summary>
    public static readonly string[] OfLimits = ["RateLimit", "RateLimit-Policy"];

    /// <summary>On every answer that pages of other sites may read.</summary>
    public static readonly string[] OfCors = ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];

    private const string Tag = "^\"[^\"]*\"$";
    private const string Policy = "^\"[^\"]+\"(;[a-z]+=[0-9]+)+$";

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, OpenApiHeader> All { get; } = new SortedDictionary<string, OpenApiHeader>(StringComparer.Ordinal)
    {
        ["Access-Control-Allow-Origin"] = Text("Whose pages may read the answer (Fetch, section 3.2): `*`, or the origin that asked where the server's settings name origins.", "*"),
        ["Access-Control-Expose-Headers"] = Text("Which headers those pages may read (Fetch, section 3.2).", "ETag,Link"),
        ["Accept"] = Text("The media types that are taken here (RFC 9110 section 12.5.1).", "application/json"),
        ["Accept-Ranges"] = Text("That parts can be asked for with `Range` (RFC 9110 section 14.3).", "bytes"),
        ["Allow"] = Text("The methods this path answers (RFC 9110 section 10.2.1).", "GET, HEAD, OPTIONS"),
        ["Cache-Control"] = Text("Who may keep the answer, and how long (RFC 9111 section 5.2).", "public, no-cache"),
        ["Content-Disposition"] = Text("The file's name, and whether it is to be shown or saved (RFC 6266).", "inline; filename=\"plan.pdf\""),
        // A mock sends the examples: one that named a coding would make every client try to undo it.
        ["Content-Encoding"] = Text("The coding of the body: `br` or `gzip`; absent, which is what `identity` means, when it is sent as it is.", "identity"),
        ["Content-Range"] = Text("Which part of the whole this is (RFC 9110 section 14.4).", "bytes 0-1023/48211"),
        ["Content-Security-Policy"] = Text("What a browser may do with the file: nothing.", "sandbox"),
        ["Cross-Origin-Resource-Policy"] = Text("That pages of other sites may show the file.", "cross-origin"),
        ["Deprecation"] = Text("Since when the operation should not be used any more, as `@` and seconds since 1970 (RFC 9745).", "@1795478400", "^@-?[0-9]+$"),
        ["ETag"] = Text("Strong validator of this very representation (RFC 9110 section 8.8.3).", "\"x4yZ\"", Tag),
        ["Idempotency-Replayed"] = Text("That nothing was done, as the request's `Idempotency-Key` was answered before: this is that answer. Else absent.", "true", "^true$"),
        ["Last-Modified"] = Text("When the newest part of it changed (RFC 9110 section 8.8.2).", "Mon, 19 Apr 2021 20:11:00 GMT"),
        ["Link"] = Text("The next page as `<…>; rel=\"next\"` (RFC 8288); absent on the last.", "</v1/articles?cursor=AbC>; rel=\"next\"", maximum: 16 * 1024),
        ["Location"] = Text("The path of the resource (RFC 9110 section 10.2.2).", "/v1/categories/suzhou-news", maximum: 16 * 1024),
        ["Preference-Applied"] = Text("Which wish of `Prefer` was granted (RFC 7240 section 3).", "return=minimal"),
        ["RateLimit"] = Text("What is left of the limit, and for how many seconds it counts.", "\"keys\";r=598;t=42", Policy),
        ["RateLimit-Policy"] = Text("The limit: requests in seconds.", "\"keys\";q=600;w=60", Policy),
        ["Retry-After"] = Number("Seconds to wait before the next try (RFC 9110 section 10.2.3).", 1, 31_536_000),
        ["Sunset"] = Text("When the operation may be gone (RFC 8594).", "Thu, 01 Apr 2027 00:00:00 GMT"),
        ["Vary"] = Text("The request's headers that decide which representation this is (RFC 9110 section 12.5.5).", "Accept-Encoding, Authorization"),
        ["WWW-Authenticate"] = Text("How to say who calls (RFC 6750 section 3).", "Bearer"),
        ["X-Accel-Buffering"] = Text("Of a stream: that proxies are to pass each event on at once.", "no"),
        ["X-Content-Type-Options"] = Text("That the type is meant as it is said.", "nosniff"),
        ["X-Robots-Tag"] = Text("That search engines leave it out; on what a preview shows.", "noindex"),
        ["X-Request-Id"] = Text("Names the request; a problem's `traceId` and the server's logs have the same.", "0af7651916cd43dd8448eb211c80319c"),
    };

    /// <summary>References to headers of these names.</summary>
    public static Dictionary<string, IOpenApiHeader> References(IEnumerable<string> names, OpenApiDocument? document) =>
        names.Distinct().ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));

    private static OpenApiHeader Text(string description, string example, string? pattern = null, int maximum = 1024) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maximum, Pattern = pattern },
        Example = JsonValue.Create(example),
    };

    private static OpenApiHeader Number(string description, long minimum, long maximum) => new()
    {
        Description = description,
        Schema = SchemaParts.Integer(minimum, maximum),
        Example = JsonValue.Create(minimum),
    };
}
