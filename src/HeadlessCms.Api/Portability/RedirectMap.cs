using HeadlessCms.Articles;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Platform.Text;

namespace HeadlessCms.Portability;

/// <summary>
/// Which address of before leads where: a line for each, as <c>map</c> of nginx includes it, the address as <c>$http_host$request_uri</c>
/// has it. nginx compares without regard to case and takes nothing twice: of equal ones the first article's stands.
/// </summary>
internal sealed class RedirectMap(Database database, ArticleReader articles)
{
    private const int PageSize = 100;

    /// <summary>Writes it, of what is public now; how many lines there were.</summary>
    public Task<int> WriteAsync(TextWriter target, CancellationToken ct) => database.SlowReadAsync(async session =>
    {
        var written = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Guid? after = null;
        while (true)
        {
            var ids = await ArticleImportStore.WithFormerUrlsAsync(session, after, PageSize, ct);
            var rows = (await ArticleStore.FindAsync(session, ids, "public", ct)).OrderBy(row => row.ArticleId.ToString(), StringComparer.Ordinal).ToList();
            foreach (var article in await articles.ReadWholeAsync(session, rows, ct))
            {
                // An article that kept its address would lead to itself for ever.
                var places = article.FormerUrls!.Select(FormerUrl.PlaceOf)
                    .Where(place => !place.Equals(FormerUrl.PlaceOf(article.Url), StringComparison.OrdinalIgnoreCase) && written.Add(place));
                foreach (var place in places)
                {
                    await target.WriteAsync($"{Quote(place)} {Quote(article.Url.Replace("$", "%24", StringComparison.Ordinal))};\n");
                }
            }
            if (ids.Count < PageSize)
            {
                return written.Count;
            }
            after = ids[^1];
        }
    }, ct);

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
