using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>What every operation answers alike, asked of each one that the document has: what the layers around the handlers refuse.</summary>
public sealed partial class EveryOperationTests(Portals portals)
{
    [Theory, EachEngine]
    public Task A_key_that_is_none_is_401(Engine engine) =>
        EachAsync(401, (operation, path) => portals.On(engine).Anonymous.SendAsync(operation.Method, path, null, ("Authorization", "Bearer none")));

    [Theory, EachEngine]
    public Task An_unknown_parameter_is_400(Engine engine) => EachAsync(400, (operation, path) => portals.On(engine).Admin.SendAsync(
        operation.Method, $"{path}?nobodyKnowsThis=1", Body(operation), ("If-Match", "*")));

    [Theory, EachEngine]
    public Task An_impossible_wish_is_406(Engine engine) =>
        EachAsync(406, (operation, path) => portals.On(engine).Admin.SendAsync(operation.Method, path, null, ("Accept", "text/nothing")));

    [Theory, EachEngine]
    public Task An_address_without_end_is_414(Engine engine) =>
        EachAsync(414, (operation, path) => portals.On(engine).Anonymous.SendAsync(operation.Method, $"{path}?a={new string('a', 20_000)}", null));

    [Theory, EachEngine]
    public Task Headers_without_end_are_431(Engine engine) =>
        EachAsync(431, (operation, path) => portals.On(engine).Anonymous.SendAsync(operation.Method, path, null, ("X-Long", new string('a', 20_000))));

    [Theory, EachEngine]
    public Task A_body_of_another_type_is_415(Engine engine) => EachAsync(415, (operation, path) => portals.On(engine).Admin.SendAsync(
        operation.Method, path, new StringContent("x", Encoding.UTF8, "text/nothing"), ("If-Match", "*")));

    [Theory, EachEngine]
    public Task A_change_of_nothing_known_is_428(Engine engine) =>
        EachAsync(428, (operation, path) => portals.On(engine).Admin.SendAsync(operation.Method, path, Body(operation)));

    [Theory, EachEngine]
    public async Task Whoever_guesses_keys_is_held_off_with_429(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> { ["Cms:RateLimits:FailedLogins"] = "1/3600" });
        await portal.Anonymous.GetAsync("/v1/site", ("Authorization", "Bearer none"));

        await EachAsync(429, (operation, path) => portal.Anonymous.SendAsync(operation.Method, path, null, ("Authorization", "Bearer none")));
    }

    [Theory, EachEngine]
    public async Task A_token_whose_provider_is_away_is_503(Engine engine)
    {
        await using var portal = new Portal(engine, new Dictionary<string, string> // nobody listens at port 1
        {
            ["Cms:Oidc:Authority"] = "https://127.0.0.1:1",
            ["Cms:Oidc:Audience"] = "cms",
        });

        await EachAsync(503, (operation, path) => portal.Anonymous.SendAsync(operation.Method, path, null, ("Authorization", "Bearer e30.e30.e30")));
    }

    private static async Task EachAsync(int status, Func<ContractOperation, string, Task<Answer>> ask)
    {
        var operations = ContractFile.Committed.Operations.Where(operation => operation.Answers.ContainsKey(status)).ToList();
        Assert.NotEmpty(operations);
        var faults = new List<string>();
        foreach (var operation in operations)
        {
            var answer = await ask(operation, Address(operation));
            if (answer.Status != (HttpStatusCode)status)
            {
                faults.Add($"{operation}: {(int)answer.Status}");
            }
        }
        Assert.Empty(faults);
    }

    // Of things that nobody has: what is asked here is refused before anything is looked for.
    private static string Address(ContractOperation operation) => Parameter().Replace(
        operation.Path, part => part.Groups[1].Value is "n" or "version" or "number" ? "1" : "01900000-0000-7000-8000-000000000000");

    private static HttpContent? Body(ContractOperation operation) =>
        operation.Body.ValueKind == System.Text.Json.JsonValueKind.Undefined ? null
        : operation.Body.GetProperty("content").TryGetProperty("application/x-www-form-urlencoded", out _) ? new FormUrlEncodedContent([])
        : !operation.Body.GetProperty("content").TryGetProperty("application/json", out _)
            ? null
            : new StringContent("{}", Encoding.UTF8, "application/json");

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Parameter();
}
