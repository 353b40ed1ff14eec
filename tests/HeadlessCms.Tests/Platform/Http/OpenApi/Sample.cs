using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using HeadlessCms.Access;
using HeadlessCms.Operations;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HeadlessCms.Tests.Platform.Http.OpenApi;

/// <summary>Operations that use every word of metadata there is, and the document made of them.</summary>
internal static class Sample
{
    public static async Task<JsonElement> DocumentAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions, new SiteZone()));
        builder.Services.AddSingleton<IValidator<ThingDraft>, ThingRules>();
        builder.Services.AddSingleton<ContractDocument>();
        builder.Services.AddContract(ContractServices.DocumentName, options =>
        {
            options.AddOperationTransformer<ContractSecurity>();
            options.AddDocumentTransformer<ContractInfo>();
        });
        await using var app = builder.Build();
        app.UseRouting();
        Map(app.MapGroup("/things").WithTags("Things").WithOperationNames().WithHead().WithValidation());
        app.UseEndpoints(_ => { });
        return JsonElement.Parse(await app.Services.GetRequiredService<ContractDocument>().JsonAsync());
    }

    private static void Map(RouteGroupBuilder things)
    {
        things.MapGet("/", ListThings).WithQuery(
            Cursors.Parameter,
            Paging.Limit,
            QueryParameter.Choice("sort", ["name", "-name"], "name", "The order."),
            QueryParameter.Names("include", ["body", "views"], "What to add."),
            QueryParameter.Ids("ids", 50, "Only these."),
            QueryParameter.Time("after", "Only newer ones."),
            QueryParameter.Date("from", "The first day."),
            QueryParameter.Flag("featured", "Only featured ones."));
        things.MapGet("/{id}", GetThing).WithHeader(new HeaderParameter("Prefer", "RFC 7240.") { Maximum = 64 });
        things.MapPost("/", CreateThing).RequireScope(Scopes.ArticlesWrite);
        things.MapPatch("/{id}", UpdateThing);
        things.MapGet("/{id}/versions/{number}", GetVersion);
        things.MapGet("/{id}/picture", GetPicture)
            .WithMetadata(new ProducesResponseTypeMetadata(200, typeof(void), ["image/png", "image/svg+xml"]))
            .WithMetadata(new AnswerHeaders(200, "Content-Disposition"));
        things.MapGet("/old", GetOld).WithDeprecation(new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero), "/docs");
        things.MapPost("/upload", Upload).WithMetadata(new AcceptsMetadata(["multipart/form-data"], typeof(UploadForm)));
    }

    internal static Conditional<Page<Thing>> ListThings(Query query) => throw Never();

    internal static Results<Conditional<Thing>, MovedTo, NotFoundProblem, GoneProblem> GetThing(string id) => throw Never();

    internal static Results<CreatedAt<Thing>, ConflictProblem> CreateThing(Body<ThingDraft> body) => throw Never();

    internal static Results<Written<Thing>, PreconditionFailedProblem> UpdateThing(string id, IfMatch ifMatch, Patch<ThingDraft> patch) => throw Never();

    internal static Ok<Thing> GetVersion(Guid id, int number) => throw Never();

    internal static IResult GetPicture(string id) => throw Never();

    internal static NoContent GetOld() => throw Never();

    internal static NoContent Upload(HttpContext context) => throw Never();

    private static InvalidOperationException Never() => new("Only described, never called.");
}

internal enum Colour
{
    Red,
    DarkBlue,
}

internal sealed record Thing
{
    public required Guid Id { get; init; }

    public required string? Name { get; init; }

    public required Colour Colour { get; init; }

    public required Colour? Second { get; init; }

    public required DateTimeOffset? SeenAt { get; init; }

    public required long Views { get; init; }

    [AllowedValues("new", "old", null)]
    public required string? State { get; init; }

    [AllowedValues("a", "b")]
    public required IReadOnlyList<string> Marks { get; init; }

    public required Maker? Maker { get; init; }

    public required IReadOnlyList<Maker> Others { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Total { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Maker? Former { get; init; }
}

internal sealed record Maker
{
    public required string Name { get; init; }
}

internal sealed record ThingDraft
{
    public string? Name { get; init; }

    public string? Slug { get; init; }

    public string? Note { get; init; }

    public int? Position { get; init; }

    public int? Level { get; init; }

    public DateTimeOffset? At { get; init; }

    public IReadOnlyList<string>? Keywords { get; init; }

    public MakerDraft? Maker { get; init; }

    public IReadOnlyList<MakerDraft>? Others { get; init; }
}

internal sealed record MakerDraft
{
    public string? Name { get; init; }

    public string? Url { get; init; }
}

internal sealed record UploadForm
{
    public required IFormFile File { get; init; }

    public string? Alt { get; init; }
}

internal sealed class ThingRules : AbstractValidator<ThingDraft>
{
    public ThingRules()
    {
        RuleFor(thing => thing.Name).NotEmpty().MaximumCodePoints(100);
        RuleFor(thing => thing.Slug).MaximumCodePoints(80).Matches("^[a-z]+$");
        RuleFor(thing => thing.Note).NotEmpty().When(thing => thing.Position > 1);
        RuleFor(thing => thing.Position).GreaterThanOrEqualTo(0).LessThan(1000);
        RuleFor(thing => thing.Level).InclusiveBetween(1, 9);
        RuleFor(thing => thing.Keywords).NotEmpty().MaximumItems(20);
        RuleForEach(thing => thing.Keywords).NotEmpty().MaximumCodePoints(50);
        RuleFor(thing => thing.Maker!).NotNull().SetValidator(new MakerRules(200));
    }
}

internal sealed class MakerRules : AbstractValidator<MakerDraft>
{
    public MakerRules(int maximum)
    {
        RuleFor(maker => maker.Name).NotEmpty().MaximumCodePoints(maximum);
        RuleFor(maker => maker.Url).MaximumLength(2048);
    }
}
