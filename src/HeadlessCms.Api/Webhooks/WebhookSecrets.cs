using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Security;

namespace HeadlessCms.Webhooks;

/// <summary>The secrets of webhooks and what they sign, to the letter of Standard Webhooks 1.0.</summary>
internal sealed class WebhookSecrets(Sealing sealing, TimeProvider clock)
{
    private const string Purpose = "webhook secret";
    private const string Prefix = "whsec_";
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Bytes = 32; // of 24 to 64

    /// <summary>A new secret of a webhook: as it is shown once, and as it is kept.</summary>
    public (string Shown, byte[] Sealed) Make(Guid webhook)
    {
        var secret = Encoding.ASCII.GetBytes(clock.NewText(Characters, Bytes));
        return (Prefix + Convert.ToBase64String(secret), sealing.Seal(Purpose, webhook, secret));
    }

    /// <summary>What the call's <c>webhook-signature</c> says: a signature by each secret that holds, the present one first. Null when it cannot be read.</summary>
    /// <param name="webhook">Whose secrets.</param>
    /// <param name="now">The moment of the call.</param>
    /// <param name="messageId">The call's <c>webhook-id</c>.</param>
    /// <param name="timestamp">The call's <c>webhook-timestamp</c>.</param>
    /// <param name="body">The call's body.</param>
    public string? Sign(WebhookRow webhook, DateTimeOffset now, string messageId, long timestamp, string body)
    {
        if (sealing.Open(Purpose, webhook.Id, webhook.Secret) is not { } present)
        {
            return null;
        }
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{messageId}.{timestamp}.{body}"));
        var previous = webhook.PreviousSecret is { } box && webhook.PreviousUntil > now ? sealing.Open(Purpose, webhook.Id, box) : null;
        return string.Join(' ', new[] { present, previous }.OfType<byte[]>().Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}"));
    }
}
