using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HeadlessCms.Access;
using HeadlessCms.Categories;
using HeadlessCms.Keys;
using HeadlessCms.Operations;
using HeadlessCms.Partners;
using HeadlessCms.Platform.Http;
using HeadlessCms.Site;
using HeadlessCms.Syndication;
using HeadlessCms.Views;
using HeadlessCms.Webhooks;

namespace HeadlessCms;

/// <summary>Every type that crosses the wire, and how it is written.</summary>
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(CategoryDetail))]
[JsonSerializable(typeof(CategoryDraft))]
[JsonSerializable(typeof(Page<CategoryNode>))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(Page<Partner>))]
[JsonSerializable(typeof(Page<Key>))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(KeyDraft))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(Page<Webhook>))]
[JsonSerializable(typeof(NewWebhook))]
[JsonSerializable(typeof(WebhookDraft))]
[JsonSerializable(typeof(WebhookRotation))]
[JsonSerializable(typeof(Page<Delivery>))]
[JsonSerializable(typeof(DeliveryDetail))]
[JsonSerializable(typeof(Redelivery))]
[JsonSerializable(typeof(Redelivered))]
[JsonSerializable(typeof(ArticleEvent))]
[JsonSerializable(typeof(CategoryEvent))]
[JsonSerializable(typeof(TestEvent))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(CountedView))]
[JsonSerializable(typeof(ArticleViews))]
[JsonSerializable(typeof(ViewTotals))]
[JsonSerializable(typeof(TrendingArticles))]
[JsonSerializable(typeof(JsonFeed))]
[JsonSerializable(typeof(Ninjs))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    // Said here and not in [JsonSourceGenerationOptions]: ASP.NET reads its own options, never the context's.
    public static void Configure(JsonSerializerOptions json, SiteZone zone)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.MaxDepth = 3 + (2 * CategoryRules.MaximumDepth); // the whole tree nested; bodies have a limit of their own
        json.Encoder = ReadableJson.Encoder;
        json.Converters.Add(new SiteTimeConverter(zone));
        json.Converters.Add(new WholeNumberConverter());
        json.Converters.Add(new SmallNumberConverter());
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.TypeInfoResolverChain.Clear();
        json.TypeInfoResolverChain.Add(Default);
        json.TypeInfoResolverChain.Add(new DefaultJsonTypeInfoResolver());
    }
}
