using System.CommandLine;
using HeadlessCms.Platform;
using HeadlessCms.Portability.Foreign;

namespace HeadlessCms.Commands;

/// <summary>What can be said of an import from another system.</summary>
internal sealed class ForeignOptions
{
    private readonly Option<bool> _create = new("--create-categories") { Description = "From another system: make the categories that are missing, by the names of its sections." };
    private readonly Option<string?> _category = new("--category") { Description = "From another system: id or slug of the category of what lies in none that is here; new ones are made below it." };
    private readonly Option<string?> _files = new("--files") { Description = "From another system: the folder with its pictures and documents; else that of the file itself." };
    private readonly Option<string?> _baseUrl = new("--base-url") { Description = "Of saved pages: the address that the folder's top had, for pages that do not say theirs." };
    private readonly Option<string?> _body = new("--body-selector") { Description = $"Of saved pages: a CSS selector of the element that holds the text. Tried else: {string.Join(", ", SavedPage.CommonBodies)}." };

    /// <summary>Lets a command take them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_create, _category, _files, _baseUrl, _body])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was said.</summary>
    /// <exception cref="RefusedException">When it cannot be meant so.</exception>
    public ForeignSettings Of(ParseResult parsed)
    {
        var top = ForeignText.Web(parsed.GetValue(_baseUrl));
        if (top is null && parsed.GetValue(_baseUrl) is { } wrong)
        {
            throw new RefusedException($"--base-url: '{wrong}' is no http or https address.");
        }
        if (parsed.GetValue(_files) is { } files && !Directory.Exists(files))
        {
            throw new RefusedException($"--files: there is no folder {Path.GetFullPath(files)}.");
        }
        return new ForeignSettings
        {
            Categories = new(parsed.GetValue(_create), parsed.GetValue(_category)),
            Files = parsed.GetValue(_files),
            BaseUrl = top,
            BodySelector = parsed.GetValue(_body),
        };
    }
}
