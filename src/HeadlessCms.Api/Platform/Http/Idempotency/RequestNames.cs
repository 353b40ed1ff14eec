using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Platform.Http.Idempotency;

/// <summary>Under what an answer is stored, and what was asked: keyed hashes both.</summary>
/// <param name="Id">Of caller, method, path and key.</param>
/// <param name="Fingerprint">Of query and body.</param>
internal sealed record IdentifiedRequest(string Id, string Fingerprint);

/// <summary>
/// Who asks for what under which key, as keyed hashes: neither the key nor anybody's address is stored. Who calls without
/// an access key is known by the address for a day, and found again on the next.
/// </summary>
internal sealed class RequestNames(Secrets secrets, TimeProvider clock)
{
    private const string Purpose = "idempotency";

    /// <summary>Names the request.</summary>
    public Named Of(HttpContext context, string key)
    {
        var request = context.Request;
        var target = $"{request.Method} {request.PathBase.Add(request.Path).ToUriComponent()}\n{key}";
        var query = string.Join('&', request.Query
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .SelectMany(parameter => parameter.Value.Select(value => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(value ?? "")}")));
        var (caller, days) = CallerOf(context);
        var secretKeys = secrets.All(Purpose).ToList();
        return new Named(
            Hash(secretKeys[0], $"{caller}\n{target}"), query,
            [.. from day in days from secret in secretKeys select (Hash(secret, $"{caller}\n{day}\n{target}"), secret)]);
    }

    // A key has its answers for their whole time; an address is hashed anew each day, and yesterday's answers count too.
    private (string Caller, string[] Days) CallerOf(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true })
        {
            return ($"key {context.User.FindFirstValue(ClaimTypes.NameIdentifier)}", [""]);
        }
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var network = Convert.ToHexStringLower(Addresses.NetworkOf(context.Connection.RemoteIpAddress));
        return ($"address {network}", [Text(today), Text(today.AddDays(-1))]);
    }

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string Hash(byte[] key, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>A request whose body is not known yet.</summary>
    /// <param name="InFlight">The same while it is under way, whatever the day.</param>
    /// <param name="Query">Its query in one order.</param>
    /// <param name="Ids">Under what an answer may lie, what it is stored under first; each with the key of its hashes.</param>
    internal sealed record Named(string InFlight, string Query, IReadOnlyList<(string Id, byte[] Key)> Ids)
    {
        /// <summary>With the body: what is stored first, and all that may have been before.</summary>
        public IReadOnlyList<IdentifiedRequest> Identify(ReadOnlyMemory<byte> body) =>
            [.. Ids.Select(id => new IdentifiedRequest(id.Id, FingerprintOf(id.Key, body)))];

        private string FingerprintOf(byte[] key, ReadOnlyMemory<byte> body)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hash.AppendData(Encoding.UTF8.GetBytes(Query + "\n"));
            hash.AppendData(body.Span);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
