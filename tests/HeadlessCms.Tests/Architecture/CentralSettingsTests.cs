using System.Reflection;
using System.Runtime.Versioning;
using System.Xml.Linq;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Architecture;

/// <summary>How strict the compiler is stands in one file, for every project; so does each version of a package.</summary>
public sealed class CentralSettingsTests
{
    private const string Central = "Directory.Build.props";

    private static readonly Dictionary<string, string> Strict = new()
    {
        ["TargetFramework"] = "net10.0",
        ["Nullable"] = "enable",
        ["TreatWarningsAsErrors"] = "true",
        ["AnalysisLevel"] = "latest-recommended",
        ["EnforceCodeStyleInBuild"] = "true",
        ["Deterministic"] = "true",
    };

    // What would weaken the above for one project.
    private static readonly string[] Loosening =
        [.. Strict.Keys, "TargetFrameworks", "NoWarn", "WarningsNotAsErrors", "WarningLevel", "RunAnalyzers", "RunAnalyzersDuringBuild", "EnableNETAnalyzers", "AnalysisMode"];

    [Fact]
    public void Every_project_is_built_by_the_same_strict_settings()
    {
        var files = Files();
        Assert.Contains(files, file => file.Path == Central);
        Assert.Contains(files, file => file.Path == "src/HeadlessCms.Api/HeadlessCms.Api.csproj");

        Assert.Empty(Faults(files));
        Assert.All([typeof(Program).Assembly, typeof(CentralSettingsTests).Assembly], assembly =>
            Assert.Equal(".NETCoreApp,Version=v10.0", assembly.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName));
    }

    [Fact]
    public void Every_version_of_a_package_is_written_once()
    {
        var files = Files();
        Assert.Contains(files, file => file.Text.Contains("Include=\"Dapper\"", StringComparison.Ordinal));

        Assert.Empty(VersionFaults(files));
    }

    [Theory]
    [InlineData("src/A.csproj", "<Project><PropertyGroup><Nullable>disable</Nullable></PropertyGroup></Project>", "src/A.csproj says Nullable itself")]
    [InlineData("src/A.csproj", "<Project><PropertyGroup><NoWarn>CS1591</NoWarn></PropertyGroup></Project>", "src/A.csproj says NoWarn itself")]
    [InlineData(Central, "<Project/>", "TargetFramework is not net10.0", "Nullable is not enable", "TreatWarningsAsErrors is not true", "AnalysisLevel is not latest-recommended", "EnforceCodeStyleInBuild is not true", "Deterministic is not true")]
    public void A_looser_project_is_found(string path, string text, params string[] faults) =>
        Assert.Equal(faults, Faults([.. Files().Where(file => file.Path == Central && path != Central), new SourceFile(path, text)]));

    [Fact]
    public void A_second_version_and_one_without_are_found() => Assert.Equal(
        ["Dapper stands 2 times", "Dapper has no version in b.csproj"],
        VersionFaults(
        [
            new("a.csproj", "<Project><ItemGroup><PackageReference Include=\"Dapper\" Version=\"1.0.0\" /></ItemGroup></Project>"),
            new("b.csproj", "<Project><ItemGroup><PackageReference Include=\"Dapper\" /></ItemGroup></Project>"),
        ]));

    private static IReadOnlyList<SourceFile> Files() =>
    [
        .. from folder in (string[])["src", "tests"]
           from path in Directory.EnumerateFiles(Repository.Locate(folder), "*", SearchOption.AllDirectories)
           where Path.GetExtension(path) is ".csproj" or ".props" or ".targets" && !path.Contains("node_modules", StringComparison.Ordinal)
           select new SourceFile(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)),
        .. Directory.EnumerateFiles(Repository.Root, "*.props").Concat(Directory.EnumerateFiles(Repository.Root, "*.targets"))
            .Select(path => new SourceFile(Path.GetFileName(path), File.ReadAllText(path))),
    ];

    private static IReadOnlyList<string> Faults(IReadOnlyList<SourceFile> files)
    {
        var central = Properties(files.Single(file => file.Path == Central)).ToLookup(property => property.Name.LocalName, property => property.Value);
        return
        [
            .. Strict.Where(setting => !central[setting.Key].SequenceEqual([setting.Value])).Select(setting => $"{setting.Key} is not {setting.Value}"),
            .. from file in files
               where file.Path != Central
               from property in Properties(file)
               where Loosening.Contains(property.Name.LocalName)
               select $"{file.Path} says {property.Name.LocalName} itself",
        ];
    }

    private static IReadOnlyList<string> VersionFaults(IReadOnlyList<SourceFile> files)
    {
        var references = (from file in files
                          from reference in XDocument.Parse(file.Text).Descendants("PackageReference")
                          select (File: file.Path, Name: reference.Attribute("Include")?.Value ?? "", IsVersioned: reference.Attribute("Version") is not null)).ToList();
        return
        [
            .. references.GroupBy(reference => reference.Name).Where(same => same.Count() > 1).Select(same => $"{same.Key} stands {same.Count()} times"),
            .. references.Where(reference => !reference.IsVersioned).Select(reference => $"{reference.Name} has no version in {reference.File}"),
        ];
    }

    private static IEnumerable<XElement> Properties(SourceFile file) => XDocument.Parse(file.Text).Descendants("PropertyGroup").Elements();
}
