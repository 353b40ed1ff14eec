using System.Text.RegularExpressions;
using HeadlessCms.Platform;
using Microsoft.Extensions.Options;

namespace HeadlessCms.Views;

/// <summary>
/// Which user agents are machines that fetch pages for themselves: search engines, archives, link previews, monitors,
/// and those that the settings name. Libraries and command-line tools are not among them, since front ends and apps count
/// their readers' views with those; nor is a headless browser, which says how it is driven and not by whom.
/// </summary>
internal sealed partial class CrawlerList(IOptions<CmsOptions> options, ILogger<CrawlerList> logger)
{
    /// <summary>Characters of a user agent that are looked at: no browser's is longer.</summary>
    private const int MaximumLength = 1024;

    private const RegexOptions Matching = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Words =
    [
        // what most call themselves: Googlebot, bingbot/2.0, GPTBot, Baiduspider, "Sogou web spider". Cubot makes phones.
        @"(?<!cu)bot\b", "crawl", "spider", "scraper",
        // search engines and archives that do not
        "slurp", "mediapartners-google", "apis-google", "google-inspectiontool", "googleother", "google-read-aloud",
        "google-safety", "google web preview", "google favicon", "feedfetcher", "bingpreview",
        "yandex(?:images|metrika|direct|favicons)", "daumoa", "yeti/", "qwantify", "ia_archiver", @"archive\.org", "heritrix", "nutch",
        // what feeds language models
        "chatgpt-user", "claude-(?:user|web)", "anthropic-ai", "perplexity-user", "cohere-ai", "mistralai-user",
        "meta-external(?:agent|fetcher)", "omgili",
        // previews of links
        "facebookexternalhit", "facebookcatalog", "whatsapp/", "slack-imgproxy", "skypeuripreview", "vkshare", "embedly",
        "quora link preview", "outbrain", "flipboard(?:proxy|rss)", "iframely",
        // readers of feeds, which fetch for many
        "feedly", "feedburner", "newsblur", "inoreader", "netvibes", "tiny tiny rss",
        // monitors, auditors, scanners
        "pingdom", "uptime", "statuscake", "site24x7", "newrelicpinger", "datadog", "gtmetrix", "pagespeed", "lighthouse",
        "checkly", "siteimprove", "screaming frog", "w3c_validator", "netcraft", "censys", "zgrab", "masscan",
    ];

    // Written by us and run on every view: no timeout is needed, none of the words can backtrack far.
    private static readonly Regex Known = new(string.Join('|', Words), Matching | RegexOptions.Compiled);

    private readonly Regex[] _named = [.. options.Value.Views.Crawlers.Select(pattern => new Regex(pattern, Matching, Patience))];

    /// <summary>Whether it is one of them. Who does not say what it is, is not.</summary>
    public bool Knows(string userAgent)
    {
        var looked = userAgent.Length > MaximumLength ? userAgent[..MaximumLength] : userAgent;
        return Known.IsMatch(looked) || Array.Exists(_named, pattern => Matches(pattern, looked));
    }

    private bool Matches(Regex pattern, string userAgent)
    {
        try
        {
            return pattern.IsMatch(userAgent);
        }
        catch (RegexMatchTimeoutException)
        {
            // A reader too many is counted rather than one too few.
            PatternTookTooLong(pattern.ToString());
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The pattern {Pattern} of Cms:Views:Crawlers takes too long; it was taken not to match")]
    private partial void PatternTookTooLong(string pattern);
}
