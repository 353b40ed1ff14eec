using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Tests.Platform.Http;
using HeadlessCms.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace HeadlessCms.Tests.Access.Oidc;

/// <summary>Tokens of an OpenID Connect provider, taken beside keys.</summary>
public sealed class OidcTests
{
    private static readonly Dictionary<string, object> Wang = new()
    {
        ["sub"] = "wang-1",
        ["preferred_username"] = "王编辑",
        ["scope"] = "openid articles:write drafts:read",
    };

    [Theory, EachEngine]
    public async Task Its_callers_have_the_scopes_of_their_token_and_a_name_in_the_trail(Engine engine)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var lines = new Lines();
        await using var portal = Make(engine, issuer, logs: lines);
        var category = await portal.CategoryAsync();
        Assert.Equal(0, issuer.Asked); // neither at the start nor for keys

        var token = issuer.Token(Wang);
        var wang = portal.With(token);
        var made = (await wang.PostAsync("/v1/articles", new { title = "题", categoryId = category }, ("Idempotency-Key", "one"))).Expect(HttpStatusCode.Created);
        var ec = portal.With(issuer.Token(Wang, new SigningCredentials(issuer.Ec, SecurityAlgorithms.EcdsaSha256)));
        (await ec.PatchAsync($"/v1/articles/{made.Id()}", new { title = "题二" }, "*")).Expect(HttpStatusCode.OK);
        var refused = (await wang.PostAsync($"/v1/articles/{made.Id()}/publish")).ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Contains("articles:publish", refused.Json.Text("detail"), StringComparison.Ordinal);

        var trail = (await portal.Admin.GetAsync("/v1/audit")).Json.GetProperty("items").EnumerateArray()
            .Where(entry => entry.GetProperty("target").Text("id") == made.Id()).Select(entry => entry.GetProperty("actor")).ToList();
        Assert.Equal(["王编辑", "王编辑"], trail.Select(actor => actor.Text("name")));
        Assert.Single(trail.Select(actor => Guid.Parse(actor.Text("keyId")!)).Distinct(), id => id.Version == 8);
        var key = await portal.Admin.KeyAsync(null, "articles:write");
        (await portal.With(key.KeyText()).PostAsync("/v1/articles", new { title = "题", categoryId = category })).Expect(HttpStatusCode.Created);

        (await wang.GetAsync($"/v1/articles?access_token={token}")).ExpectProblem(HttpStatusCode.BadRequest, "invalid", "access_token");
        var stored = await portal.EverythingAsync();
        Assert.Contains(lines.All, line => line.Contains("access_token=[key]", StringComparison.Ordinal));
        foreach (var secret in token.Split('.')[1..])
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_token_that_is_not_ours_or_not_now_is_refused()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var lines = new Lines();
        // On one engine: tokens are judged before anything is read from it; what their callers then do is tried on both.
        await using var portal = Make(Engine.Sqlite, issuer, logs: lines);
        var good = issuer.Token(Wang);
        (await portal.With(good).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        var parts = good.Split('.');
        var stranger = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa-1" };
        var publicKey = new SymmetricSecurityKey(issuer.Rsa.Rsa.ExportRSAPublicKey()) { KeyId = "rsa-1" };

        var tokens = new Dictionary<string, string>
        {
            ["for others"] = issuer.Token(Wang, audience: "https://other.example"),
            ["of others"] = issuer.Token(Wang, issuer: "https://other.example"),
            ["expired"] = issuer.Token(Wang, begins: TimeSpan.FromHours(-2), ends: TimeSpan.FromHours(-1)),
            ["without an end"] = issuer.Token(Wang, hasEnd: false),
            ["not yet valid"] = issuer.Token(Wang, begins: TimeSpan.FromMinutes(30)),
            ["signed by another with the same key id"] = issuer.Token(Wang, new SigningCredentials(stranger, SecurityAlgorithms.RsaSha256)),
            ["signed with the public key as a secret"] = issuer.Token(Wang, new SigningCredentials(publicKey, SecurityAlgorithms.HmacSha256)),
            ["unsigned"] = $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            ["its signature cut off"] = $"{parts[0]}.{parts[1]}.",
            ["another text under the signature"] = $"{parts[0]}.{Encode($$"""{"iss":"{{issuer.Authority}}","aud":"{{TokenIssuer.Audience}}","sub":"a","exp":99999999999,"scope":"keys:manage"}""")}.{parts[2]}",
            ["nobody's"] = issuer.Token(new Dictionary<string, object> { ["scope"] = "keys:manage" }),
            ["no token"] = "a.b.c",
            ["nothing of the kind"] = "abc",
        };
        foreach (var (what, token) in tokens)
        {
            var refused = await portal.With(token).GetAsync("/v1/site");
            Assert.True(refused.Status is HttpStatusCode.Unauthorized, $"{what}: {refused.Status}");
            Assert.Equal("Bearer error=\"invalid_token\"", refused.Headers["WWW-Authenticate"]);
        }

        foreach (var secret in tokens.Values.Append(good).Where(token => token.Length > 20).SelectMany(token => token.Split('.')[1..]).Where(part => part.Length > 20))
        {
            Assert.DoesNotContain(lines.All, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Theory, EachEngine]
    public async Task A_token_ends_when_it_says(Engine engine)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var portal = Make(engine, issuer, clock: clock);
        var token = issuer.Token(Wang, ends: TimeSpan.FromMinutes(5));
        var (wang, end) = (portal.With(token), new DateTimeOffset(new JsonWebToken(token).ValidTo));

        clock.SetUtcNow(end);
        (await wang.GetAsync("/v1/site")).Expect(HttpStatusCode.OK); // the two clocks may differ by half a minute
        clock.SetUtcNow(end.AddSeconds(31));
        (await wang.GetAsync("/v1/site")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_key_that_the_provider_has_newly_is_fetched_when_a_token_names_it()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        // On one engine: this is about the token, which is judged before anything is read from it.
        await using var portal = Make(Engine.Sqlite, issuer);
        (await portal.With(issuer.Token(Wang)).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
        var next = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa-2" };
        issuer.Publish(next);
        var caller = portal.With(issuer.Token(Wang, new SigningCredentials(next, SecurityAlgorithms.RsaSha256)));

        await Eventually.IsSoAsync("the token under the new key is valid", TimeSpan.FromSeconds(20), async () =>
            (await caller.GetAsync("/v1/site")).Status is HttpStatusCode.OK);
        (await portal.With(issuer.Token(Wang)).GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_settings_say_which_claim_gives_which_scopes()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        // On one engine: what a token may do is said by its claims and the settings, and by nothing that is stored.
        await using var portal = Make(Engine.Sqlite, issuer, new Dictionary<string, string>
        {
            ["Cms:Oidc:ScopeClaim"] = "groups",
            ["Cms:Oidc:Grants:0:Claim"] = "urn:cms:editors",
            ["Cms:Oidc:Grants:0:Scopes:0"] = "articles:write",
            ["Cms:Oidc:Grants:1:Claim"] = "auditors",
            ["Cms:Oidc:Grants:1:Scopes:0"] = "audit:read",
            ["Cms:Oidc:Grants:2:Claim"] = "Key keepers",
            ["Cms:Oidc:Grants:2:Scopes:0"] = "keys:manage",
        });
        Api In(params string[] groups) => portal.With(issuer.Token(new Dictionary<string, object> { ["sub"] = "a", ["groups"] = groups, ["scope"] = "keys:manage audit:read" }));

        (await In("staff", "auditors").GetAsync("/v1/audit")).Expect(HttpStatusCode.OK);
        (await In("urn:cms:editors").GetAsync("/v1/audit")).Expect(HttpStatusCode.Forbidden);
        (await In("press auditors", "staff").GetAsync("/v1/audit")).Expect(HttpStatusCode.Forbidden); // a name of its own
        (await In("press auditors").GetAsync("/v1/audit")).Expect(HttpStatusCode.Forbidden);
        (await In("Key keepers").GetAsync("/v1/keys")).Expect(HttpStatusCode.OK);
        (await In("keys:manage", "audit:read").GetAsync("/v1/keys")).Expect(HttpStatusCode.Forbidden);
        (await In().GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_may_make_keys_that_outlast_their_token_is_named_in_the_settings()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        // On one engine: what a token may do is said by its claims and the settings, and by nothing that is stored.
        await using var portal = Make(Engine.Sqlite, issuer);

        (await portal.With(issuer.Token(new Dictionary<string, object> { ["sub"] = "a", ["scope"] = "keys:manage" })).GetAsync("/v1/keys"))
            .ExpectProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory, EachEngine]
    public async Task Each_of_its_callers_has_the_limit_of_a_key(Engine engine)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var portal = Make(engine, issuer, new Dictionary<string, string> { ["Cms:RateLimits:Keys"] = "2/3600" });
        Task<Answer> AskAsync(string who) => portal.With(issuer.Token(new Dictionary<string, object> { ["sub"] = who })).GetAsync("/v1/site");

        (await AskAsync("a")).Expect(HttpStatusCode.OK);
        Assert.Equal("\"keys\";r=0;t=3600", (await AskAsync("a")).Expect(HttpStatusCode.OK).Headers["RateLimit"]);
        (await AskAsync("a")).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-requests");
        (await AskAsync("b")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_the_provider_is_away_its_tokens_wait_and_keys_work()
    {
        var issuer = await TokenIssuer.StartAsync();
        var token = issuer.Token(Wang);
        var (lines, clock) = (new Lines(), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        // On one engine: this is about the provider, which is asked before anything is read from it.
        await using var portal = Make(Engine.Sqlite, issuer, logs: lines, clock: clock);
        await issuer.DisposeAsync();
        int Asked() => lines.All.Count(line => line.Contains("does not answer; it is asked again", StringComparison.Ordinal));

        var away = (await portal.With(token).GetAsync("/v1/site")).ExpectProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(away.Headers.ContainsKey("Retry-After"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.With(token).GetAsync("/v1/site")));
        Assert.Equal(1, Asked()); // however many come, nobody is asked again so soon
        clock.Advance(TimeSpan.FromSeconds(5));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => portal.With(token).GetAsync("/v1/site")));
        Assert.Equal(2, Asked());
        (await portal.Admin.GetAsync("/v1/keys")).Expect(HttpStatusCode.OK);
        (await portal.Anonymous.GetAsync("/v1/site")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_provider_in_the_settings_no_token_is_taken()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        // On one engine: this is about the token, which is judged before anything is read from it.
        await using var portal = new Portal(Engine.Sqlite);

        (await portal.With(issuer.Token(Wang)).GetAsync("/v1/site")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(0, issuer.Asked);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static Portal Make(Engine engine, TokenIssuer issuer, Dictionary<string, string>? more = null, Lines? logs = null, TimeProvider? clock = null)
    {
        var settings = new Dictionary<string, string>(more ?? [])
        {
            ["Cms:Oidc:Authority"] = issuer.Authority,
            ["Cms:Oidc:Audience"] = TokenIssuer.Audience,
            ["Cms:Oidc:RequireHttps"] = "false",
        };
        if (logs is null)
        {
            return new Portal(engine, settings, services => services.AddSingleton(clock ?? TimeProvider.System));
        }
        foreach (var category in (string[])["Default", "Microsoft.AspNetCore", "HeadlessCms.Access"])
        {
            settings[$"Logging:LogLevel:{category}"] = "Trace";
        }
        return new Portal(engine, settings, services => services.AddSingleton<ILoggerProvider>(logs).AddSingleton(clock ?? TimeProvider.System));
    }
}
