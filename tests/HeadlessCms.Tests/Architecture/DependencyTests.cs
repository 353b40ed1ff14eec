using System.Text.RegularExpressions;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>The arrows of the house. A new one is a line here, and so a line in a review.</summary>
public sealed partial class DependencyTests
{
    // Site asks Access who may change it; nobody below a slice knows the slice.
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        [House.Platform] = [],
        ["Access"] = [House.Platform],
        ["Changes"] = ["Access", House.Platform],
        ["Site"] = ["Changes", "Access", House.Platform],
        ["Operations"] = ["Access", "Site", House.Platform],
        ["Attachments"] = ["Changes", "Access", "Site", House.Platform],
        ["Categories"] = ["Changes", "Access", "Site", House.Platform],
        ["Keys"] = ["Categories", "Access", House.Platform], // a key may be limited to a category
        ["Articles"] = ["Categories", "Attachments", "Changes", "Access", "Site", House.Platform],
        ["Publishing"] = ["Articles", "Changes", "Access", "Site", House.Platform],
        ["Versions"] = ["Articles", "Access", "Site", House.Platform],
        ["Previews"] = ["Articles", "Access", "Site", House.Platform],
        ["Sharing"] = ["Articles", "Attachments", "Categories", "Access", "Site", House.Platform], // categories have QR codes too, and the logo is a file
        ["Views"] = ["Articles", "Categories", "Access", "Site", House.Platform], // what trends in a category
        ["Portability"] = ["Publishing", "Articles", "Attachments", "Categories", "Access", "Site", House.Platform], // a whole portal in a folder
        ["Partners"] = ["Articles", "Categories", "Changes", "Access", "Site", House.Platform], // the change log, for whoever is outside
        ["Syndication"] = ["Articles", "Attachments", "Categories", "Changes", "Sharing", "Access", "Site", House.Platform], // a category's page is what its QR code opens
        ["Search"] = ["Articles", "Changes", "Access", "Site", House.Platform],
        ["Sandbox"] = ["Access", "Keys", "Operations", "Portability", House.Platform], // the sample portal, its own document, and what the clock lets happen
        ["WebSub"] = ["Syndication", "Webhooks", "Changes", House.Platform], // feeds, sent as webhooks are
        ["Webhooks"] = ["Articles", "Categories", "Changes", "Access", "Site", House.Platform], // where an article is found, by its breadcrumb
    };

    private static readonly Dependencies TheHouse = new(WithTheTop(Arrows));

    [Fact]
    public void Every_folder_knows_only_the_folders_its_arrows_lead_to()
    {
        var files = House.Files;
        Assert.Contains(files, file => House.FolderOf(file) == "Articles");
        Assert.Contains(files, file => House.FolderOf(file) == House.Root);
        Assert.Contains(files.SelectMany(TheHouse.MentionedBy), folder => folder == "Categories");

        Assert.Empty(TheHouse.Violations(files));
    }

    [Fact]
    public void The_arrows_go_one_way() => Assert.Empty(TheHouse.Cycles());

    [Fact]
    public void Platform_knows_nothing_of_what_stands_on_it()
    {
        var files = House.Files;
        var root = files.Where(file => House.FolderOf(file) == House.Root).ToList();
        var platform = files.Where(file => House.FolderOf(file) == House.Platform).ToList();
        Assert.NotEmpty(TypesIn(root));
        Assert.NotEmpty(platform);

        Assert.Empty(TheHouse.Violations(platform));
        Assert.Empty(MentionsOf(TypesIn(root), platform));
    }

    [Theory]
    [InlineData("Platform/Http/Paging.cs", "using HeadlessCms.Articles;")]
    [InlineData("Platform/Http/Paging.cs", "var page = new Articles.ArticlePage();")]
    [InlineData("Platform/Http/Paging.cs", "HeadlessCms.Articles.ArticlePage page;")]
    [InlineData("Platform/Http/Paging.cs", "using Page = global::HeadlessCms.Articles.ArticlePage;")]
    [InlineData("Articles/ArticleStore.cs", "using HeadlessCms.Publishing;")]
    [InlineData("Categories/CategoryRules.cs", "using static HeadlessCms.Articles.ArticleRules;")]
    [InlineData("Access/Keys.cs", "using HeadlessCms.Site;")]
    [InlineData("Articles/ArticleStore.cs", "using HeadlessCms.Commands;")]
    [InlineData("Events/EventStore.cs", "")]
    public void A_mention_without_an_arrow_is_found(string path, string text) =>
        Assert.Single(TheHouse.Violations([new(House.Project + path, text)]));

    [Theory]
    [InlineData("Articles/ArticleStore.cs", "using HeadlessCms.Categories; using HeadlessCms.Platform.Storage;")]
    [InlineData("Articles/ArticleStore.cs", "namespace HeadlessCms.Articles; // portal.Publishing.Then, Views. Then")]
    [InlineData("ApiHost.cs", "using HeadlessCms.Articles; using HeadlessCms.Commands;")]
    [InlineData("Commands/Import.cs", "using HeadlessCms.Articles;")]
    public void A_mention_along_an_arrow_is_fine(string path, string text) =>
        Assert.Empty(TheHouse.Violations([new(House.Project + path, text)]));

    [Fact]
    public void A_cycle_is_found()
    {
        var cyclic = new Dictionary<string, string[]>(Arrows) { ["Categories"] = ["Articles"] };

        Assert.Equal(["Categories", "Articles"], new Dependencies(cyclic).Cycles());
    }

    [Fact]
    public void A_mention_of_the_composition_root_by_the_platform_is_found()
    {
        SourceFile root = new(House.Project + "ApiJson.cs", "internal sealed partial class ApiJson : JsonSerializerContext;");
        SourceFile platform = new(House.Project + "Platform/Http/MergePatch.cs", "/* ApiJson */ var json = ApiJson.Default;");

        Assert.Single(MentionsOf(TypesIn([root]), [platform]));
    }

    // The top of the house: commands and the files in no folder compose everything, and nobody composes them.
    private static Dictionary<string, string[]> WithTheTop(Dictionary<string, string[]> arrows) => new(arrows)
    {
        ["Commands"] = [.. arrows.Keys],
        [House.Root] = ["Commands", .. arrows.Keys],
    };

    // The root's namespace encloses all others, so its types need no using to be mentioned.
    private static IReadOnlyList<string> MentionsOf(IReadOnlyList<string> types, IEnumerable<SourceFile> files) =>
        [.. from file in files
            let code = CSharpText.Code(file.Text)
            from type in types
            where Regex.IsMatch(code, $@"\b{type}\b")
            select $"{file.Path} mentions {type}"];

    private static IReadOnlyList<string> TypesIn(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(file => Declarations().Matches(CSharpText.Code(file.Text)))
            .Select(match => match.Groups["name"].Value)
            .Distinct()];

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declarations();
}
