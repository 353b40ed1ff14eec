using System.Runtime.Loader;
using System.Text.Json;
using HeadlessCms.Tests.Contract.Guard;
using HeadlessCms.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.OpenApi;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using Xunit;

namespace HeadlessCms.Tests.Contract;

/// <summary>Clients that other people's generators make of <c>openapi.yaml</c> compile without a warning, and say what the server says.</summary>
public sealed class ClientTests(SandboxProcess sandbox, ClientTests.Tally tally) : IClassFixture<SandboxProcess>, IClassFixture<ClientTests.Tally>
{
    private const string Generated = ClientTools.Folder + "/generated";

    // The same as openapi-fetch.ts and hey-api.ts do.
    private const string Consumer =
        """
        using System.Linq;

        namespace Generated
        {
            public static class Consumer
            {
                public static async System.Threading.Tasks.Task<string> RunAsync(System.Net.Http.HttpClient http)
                {
                    var client = new CmsClient(http);
                    var article = await client.GetArticleAsync("innovation-centres-launched");
                    var list = await client.ListArticlesAsync(category: "news", limit: 3);
                    try
                    {
                        await client.GetArticleAsync("never-was");
                        return "no error";
                    }
                    catch (ApiException<ProblemDocument> missing)
                    {
                        return System.Text.Json.JsonSerializer.Serialize(new
                        {
                            title = article.Title, version = article.Version, credit = article.Cover?.Credit,
                            slugs = list.Items.Select(item => item.Slug), more = list.NextCursor != null,
                            problem = missing.Result.Type, status = missing.StatusCode,
                        });
                    }
                }
            }
        }
        """;

    [Fact]
    public async Task TypeScript_by_openapi_typescript_and_by_hey_api()
    {
        ClientTools.SkipWhereMissing();
        var (document, folder) = (Repository.Locate("openapi.yaml"), Repository.Locate(Generated));
        await ClientTools.RunAsync(ClientTools.Locate("openapi-typescript/bin/cli.js"), document, "-o", $"{folder}/schema.d.ts");
        await ClientTools.RunAsync(ClientTools.Locate("@hey-api/openapi-ts/bin/run.js"), "-i", document, "-o", $"{folder}/hey-api", "-c", "@hey-api/client-fetch", "--silent", "--no-log-file");
        await ClientTools.RunAsync(ClientTools.Locate("typescript/lib/tsc.js"), "-p", Repository.Locate(ClientTools.Folder), "--outDir", $"{folder}/js");

        foreach (var client in (string[])["openapi-fetch", "hey-api"])
        {
            await AssertTrueAsync(await ClientTools.RunAsync($"{folder}/js/{client}.js", sandbox.Address.ToString()));
        }
    }

    [Fact]
    public async Task CSharp_by_NSwag()
    {
        var document = await NSwag.OpenApiDocument.FromJsonAsync(await OlderDocumentAsync());
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "CmsClient",
            UseBaseUrl = false,
            GenerateOptionalParameters = true,
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson, GenerateNullableReferenceTypes = true },
        };
        var client = Load(new CSharpClientGenerator(document, settings).GenerateFile(), Consumer);
        using var http = new HttpClient { BaseAddress = sandbox.Address };

        await AssertTrueAsync(await (Task<string>)client.GetMethod("RunAsync")!.Invoke(null, [http])!);
    }

    private async Task AssertTrueAsync(string said)
    {
        var list = await sandbox.Anonymous.GetAsync("/v1/articles?category=news&limit=3");
        var article = (await sandbox.Anonymous.GetAsync("/v1/articles/innovation-centres-launched")).Json;
        var expected = JsonSerializer.SerializeToElement(new
        {
            title = article.Text("title"),
            version = article.GetProperty("version").GetInt32(),
            credit = article.GetProperty("cover").Text("credit"),
            slugs = list.Json.GetProperty("items").EnumerateArray().Select(item => item.Text("slug")),
            more = true,
            problem = "/problems/not-found",
            status = 404,
        });

        Assert.True(JsonElement.DeepEquals(expected, JsonElement.Parse(said)), said);
        tally.Count();
    }

    // NSwag takes the document as 3.1 too, but loses there what may be null.
    private static async Task<string> OlderDocumentAsync()
    {
        var json = ContractFile.ReadYaml(await File.ReadAllTextAsync(Repository.Locate("openapi.yaml"))).ToJsonString();
        using var older = new StringWriter();
        OpenApiDocument.Parse(json, "json").Document!.SerializeAs(OpenApiSpecVersion.OpenApi3_0, new OpenApiJsonWriter(older));
        return older.ToString();
    }

    private static Type Load(params string[] sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Generated",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var bytes = new MemoryStream();
        Assert.Empty(compilation.Emit(bytes).Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning));
        bytes.Position = 0;
        return new AssemblyLoadContext("Generated", isCollectible: true).LoadFromStream(bytes).GetType("Generated.Consumer")!;
    }

    /// <summary>How many clients did what they are to do.</summary>
    public sealed class Tally : IDisposable
    {
        private int _count;

        /// <summary>One more.</summary>
        public void Count() => _count++;

        public void Dispose()
        {
            if (Ci.Runs || _count > 0)
            {
                Report.Line($"clients compiled and run {_count}/3");
            }
        }
    }
}
