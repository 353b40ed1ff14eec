using System.Globalization;
using System.Reflection;
using System.Security.Claims;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Access;

/// <summary>Who does something, and from where: what the audit trail keeps of a caller. Handlers take one as a parameter.</summary>
internal sealed record Actor
{
    /// <summary>The key's id, or that of a provider's caller; null for the settings' admin key and for the program itself.</summary>
    public required Guid? KeyId { get; init; }

    /// <summary>The key's or the caller's name, or the name of the program's part that acts by itself.</summary>
    public required string Name { get; init; }

    /// <summary>The category in whose subtree alone the key may act; null without such a limit.</summary>
    public Guid? CategoryId { get; init; }

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When the key ends; null when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Keyed hash of the address it came from; null for the program itself.</summary>
    public string? AddressHash { get; init; }

    /// <summary>The request's id, as in <c>X-Request-Id</c>; null outside of a request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether it has the scope.</summary>
    public bool May(string scope) => Scopes.Contains(scope);

    /// <summary>A part of the program that acts by itself: a job, a command.</summary>
    public static Actor Program(string name) => new() { KeyId = null, Name = name, Scopes = Access.Scopes.All };

    /// <summary>Called by the framework.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new Actor
    {
        KeyId = Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null,
        Name = context.User.KeyName() ?? "public",
        CategoryId = context.User.FindFirstValue(KeyAuthentication.CategoryClaim) is { } category ? Guid.Parse(category) : null,
        Scopes = [.. context.User.FindAll(KeyAuthentication.ScopeClaim).Select(scope => scope.Value)],
        ExpiresAt = context.User.FindFirstValue(KeyAuthentication.ExpiresClaim) is { } end ? DateTimeOffset.Parse(end, CultureInfo.InvariantCulture) : null,
        AddressHash = context.RequestServices.GetRequiredService<Addresses>().HashOf(context.Connection.RemoteIpAddress),
        RequestId = ProblemWriter.TraceIdOf(context),
    });
}
