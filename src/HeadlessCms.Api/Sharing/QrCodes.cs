using System.Security.Cryptography;
using HeadlessCms.Attachments;
using HeadlessCms.Platform.Files;
using HeadlessCms.Platform.Http;
using HeadlessCms.Platform.Storage;
using HeadlessCms.Site;

namespace HeadlessCms.Sharing;

/// <summary>Answers with a QR code: the tag is made of what goes in, so it is the same on every server.</summary>
internal sealed class QrCodes(FileStore files)
{
    // Changed when the drawing changes, so that no cache keeps what an older program drew.
    private const string Drawing = "1";

    /// <summary>An SVG of the address, with a title for who cannot see it.</summary>
    public async Task<IResult> SvgAsync(Session session, Query query, string url, string title, CancellationToken ct) =>
        await AnswerAsync<Svg>(session, query, url, title, (text, options) => QrImage.Svg(text, title, options), ct);

    /// <summary>A PNG of the address.</summary>
    public async Task<IResult> PngAsync(Session session, Query query, string url, CancellationToken ct) =>
        await AnswerAsync<Png>(session, query, url, "", QrImage.Png, ct);

    private async Task<IResult> AnswerAsync<TType>(
        Session session, Query query, string url, string title, Func<string, QrOptions, QrAnswer> draw, CancellationToken ct)
        where TType : IImageType
    {
        var logo = query.Flag("logo") == true ? await LogoAsync(session, ct) : null;
        if (query.Flag("logo") == true && logo is null)
        {
            return new InvalidProblem([Fault.In("logo", "missing", "The site has no logo, or it is not a PNG.")]);
        }
        var options = QrQuery.Read(query, logo);
        var text = QrQuery.AddressOf(url);
        var logoHash = logo is null ? "" : Convert.ToHexStringLower(SHA256.HashData(logo));
        var plain = options with { Logo = null };
        var tag = EntityTags.Of("qr", Drawing, TType.MediaType, text, title, plain.ToString(), logoHash);
        // Drawn before it is answered: what cannot be drawn is a fault of the query, whatever the client has.
        var answer = draw(text, options);
        return answer.IsDrawn ? new ConditionalImage<TType>(tag, () => answer.Image) : QrQuery.Refusal(answer);
    }

    private async Task<byte[]?> LogoAsync(Session session, CancellationToken ct)
    {
        var site = await SiteStore.GetAsync(session, ct);
        if (site.LogoId is not { } id || (await AttachmentStore.FindAsync(session, [id], ct)).SingleOrDefault() is not { MediaType: "image/png" } logo)
        {
            return null;
        }
        await using var file = await files.OpenReadAsync(logo.Sha256, ct);
        if (file is null)
        {
            return null;
        }
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }
}
