namespace HeadlessCms.Portability.Foreign;

/// <summary>What whoever imports from another system says of it.</summary>
internal sealed record ForeignSettings
{
    /// <summary>Which categories its sections are.</summary>
    public required CategoryChoice Categories { get; init; }

    /// <summary>Where the files lie that it shows; null: beside it.</summary>
    public string? Files { get; init; }

    /// <summary>Of saved pages: the address that the folder's top had.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Of saved pages: a CSS selector of the element that holds the text; null: the common ones are tried.</summary>
    public string? BodySelector { get; init; }
}

/// <summary>What reading from another system needs of this one.</summary>
/// <param name="Categories">Finds categories by their names.</param>
/// <param name="Media">Finds files.</param>
/// <param name="Zone">What a time without an offset is of: the site's.</param>
/// <param name="Now">The moment of the import.</param>
internal sealed record ForeignHouse(ForeignCategories Categories, ForeignMedia Media, TimeZoneInfo Zone, DateTimeOffset Now);
