using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.Idempotency;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HeadlessCms.Tests.Platform.Http;

/// <summary>
/// The API's own pipeline on a real server and port, with a few operations that have every kind of input: what the
/// platform promises is proved once here, whatever slices there are.
/// </summary>
internal sealed class Workshop : IAsyncDisposable
{
    public const string AdminKey = Portal.AdminKey;

    private readonly WebApplication _app;
    private readonly string _data;

    private Workshop(WebApplication app, string data) => (_app, _data) = (app, data);

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    public Api Anonymous => new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address }, null);

    public Api With(string key) => new(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address }, key);

    public IEnumerable<RouteEndpoint> Routes =>
        Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static async Task<Workshop> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, Lines? logs = null)
    {
        var data = Directory.CreateTempSubdirectory("HeadlessCms.Workshop.").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Cms:DataDirectory"] = data,
            ["Cms:AdminKey"] = AdminKey,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        if (logs is not null)
        {
            builder.Configuration["Logging:LogLevel:HeadlessCms.Access.KeyAuthentication"] = "Trace";
            builder.Configuration["Logging:LogLevel:Default"] = builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace";
        }
        builder.Logging.ClearProviders().AddProvider(logs ?? new Lines());
        builder.AddApi();
        builder.Services.AddSingleton<IValidator<Thing>, ThingRules>().AddSingleton<IReferences<Thing>, ThingReferences>();
        services?.Invoke(builder.Services);
        var workshop = new Workshop(builder.Build(), data);
        try
        {
            await workshop.OpenAsync();
            return workshop;
        }
        catch
        {
            await workshop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends these characters as they are and gives the one answer that comes back.</summary>
    public async Task<string> SendRawAsync(params string[] parts)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        await using var stream = client.GetStream();
        foreach (var part in parts)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(part));
        }
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = new StringBuilder();
        var length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            answer.AppendLine(line);
            length = line.StartsWith("Content-Length: ", StringComparison.Ordinal) ? int.Parse(line[16..], CultureInfo.InvariantCulture) : length;
        }
        var body = new char[length];
        return answer.Append(body, 0, await reader.ReadBlockAsync(body)).ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private async Task OpenAsync()
    {
        _app.UseApi();
        Operations.Map(_app.MapV1().MapGroup("/test"));
        await Migrator.RunAsync(Services.GetRequiredService<Database>(), TimeProvider.System, CancellationToken.None);
        await _app.StartAsync();
    }

    private static class Operations
    {
        public static void Map(IEndpointRouteBuilder test)
        {
            test.MapGet("/things", ListThings).WithQuery(
                Paging.Limit, Cursors.Parameter, QueryParameter.Text("q", 10, "Words."), QueryParameter.Flag("flag", "A flag."),
                QueryParameter.Time("since", "A time."), QueryParameter.Choice("sort", ["up", "down"], "up", "An order."));
            test.MapPost("/things", MakeThing);
            test.MapPost("/secrets", MakeSecret).ShowsOnce("title");
            test.MapPost("/optional", MakeOptional);
            test.MapPost("/failures", FailPosted);
            test.MapPut("/things/{id}", ReplaceThing).RequireScope(Scopes.SiteManage);
            test.MapPatch("/things/{id}", PatchThing);
            test.MapGet("/things/{id}", GetThing);
            test.MapPost("/things/{id}/views", CountThing).WithRateLimit(RateLimitClass.ViewCounts);
            test.MapGet("/caller", GetCaller);
            test.MapGet("/old", GetOld).RequireScope(Scopes.SiteManage).WithDeprecation(
                new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero), "/docs");
            test.MapGet("/failure", Fail);
        }

        internal static Conditional<Thing> ListThings(Query query, Cursors cursors) =>
            Conditional<Thing>.OfBytes(_ => Task.FromResult<object>(new
            {
                limit = query.Integer("limit"),
                cursor = query.Text("cursor") is { } cursor ? cursors.Read(cursor, query.Text("q") ?? "") : null,
                next = cursors.Write(new("键", Guid.Empty), query.Text("q") ?? ""),
            }));

        internal static Ok<Thing> MakeThing(Body<Thing> body) => TypedResults.Ok(body.Value);

        internal static Ok<Thing> MakeSecret(Body<Thing> body) => TypedResults.Ok(body.Value);

        internal static Ok<Inner> MakeOptional(OptionalBody<Inner> body) => TypedResults.Ok(body.Value);

        internal static Ok<string> FailPosted() => throw new InvalidOperationException("after the key");

        internal static Ok<Thing> ReplaceThing(string id, Body<Thing> body) => TypedResults.Ok(body.Value with { Title = id });

        internal static async Task<Results<Ok<Thing>, InvalidProblem>> PatchThing(string id, IfMatch match, Patch<Thing> patch)
        {
            var patched = await patch.ApplyAsync(new Thing { Title = id, Count = 1, Of = Guid.Empty, Inner = new() { Name = "inner" } });
            return patched.Value is { } value ? TypedResults.Ok(value) : new InvalidProblem(patched.Faults);
        }

        internal static Conditional<Thing> GetThing(string id) => new(
            "\"thing\"", new DateTimeOffset(2026, 11, 24, 1, 2, 3, 400, TimeSpan.Zero),
            _ => Task.FromResult<object>(new Thing { Title = id, Tags = [.. Enumerable.Repeat("苏州𠮷😀\u2028", 50)] }));

        internal static Ok<string> CountThing(string id) => TypedResults.Ok(id);

        internal static Ok<string[]> GetCaller(HttpContext context) => TypedResults.Ok<string[]>(
            [context.Connection.RemoteIpAddress!.ToString(), context.Request.Scheme, context.Request.Host.ToString()]);

        internal static Ok<string> GetOld() => TypedResults.Ok("old");

        internal static Ok<string> Fail() => throw new InvalidOperationException("SELECT secret FROM access_keys");
    }
}

/// <summary>Something with a property of every kind.</summary>
public sealed record Thing
{
    public string? Title { get; init; }

    public string? Slug { get; init; }

    public int? Count { get; init; }

    public bool? Flag { get; init; }

    public DateTimeOffset? At { get; init; }

    public Guid? Of { get; init; }

    public DayOfWeek? Day { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public Inner? Inner { get; init; }

    public IReadOnlyList<Inner>? Inners { get; init; }

    public System.Text.Json.JsonElement? Extra { get; init; }
}

/// <summary>Something within.</summary>
public sealed record Inner
{
    public string? Name { get; init; }
}

/// <summary>What is refused.</summary>
internal sealed class ThingRules : AbstractValidator<Thing>
{
    public ThingRules()
    {
        RuleFor(thing => thing.Title).NotEmpty().MaximumLength(200);
        RuleFor(thing => thing.Slug).OfForm("^[a-z]+$", "lower-case letters");
        RuleFor(thing => thing.Tags).MaximumItems(5);
        RuleFor(thing => thing.Tags).EachOnce();
        RuleForEach(thing => thing.Tags).NotEmpty();
        RuleForEach(thing => thing.Inners).ChildRules(inner => inner.RuleFor(one => one.Name).NotEmpty());
    }
}

/// <summary>Knows no id but the one that is there, and no word that begins with no.</summary>
internal sealed class ThingReferences : IReferences<Thing>
{
    public Task<IReadOnlyList<Fault>> UnknownAsync(Session session, Thing draft, Thing? current, CancellationToken ct)
    {
        var tags = (draft.Tags ?? []).Select((tag, index) => (Text: tag, Pointer: $"/tags/{index}"));
        IEnumerable<string> unknown =
        [
            .. draft.Of is { } id && id != current?.Of ? ["/of"] : Array.Empty<string>(),
            .. tags.Where(tag => tag.Text.StartsWith("no", StringComparison.Ordinal)).Select(tag => tag.Pointer),
        ];
        return Task.FromResult<IReadOnlyList<Fault>>([.. unknown.Select(pointer => Fault.At(pointer, "unknown", "Nothing has that name."))]);
    }
}
