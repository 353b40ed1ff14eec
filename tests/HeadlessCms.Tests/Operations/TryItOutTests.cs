using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Operations;

/// <summary>Swagger UI's "try it out", in a browser that reaches nothing but this machine, against the sample portal.</summary>
public sealed class TryItOutTests(SandboxProcess sandbox) : IClassFixture<SandboxProcess>
{
    // A person's hands: waits for what is to be clicked, and types so that the page notices.
    private const string Hands =
        """
        globalThis.see = async (within, selector) => {
          for (const end = Date.now() + 120000; Date.now() < end; await new Promise(go => setTimeout(go, 20))) {
            const found = within.querySelector(selector);
            if (found) return found;
          }
          throw new Error(`There is no ${selector} in ${within.outerHTML ?? document.body.innerText}`);
        };
        globalThis.type = (field, text) => {
          Object.getOwnPropertyDescriptor(field.constructor.prototype, 'value').set.call(field, text);
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new FocusEvent('focusout', { bubbles: true })); // it takes what is typed when it is left, or a while later
        };
        globalThis.call = async (tag, id) => {
          const block = await see(document, `#operations-${tag}-${id}`);
          (await see(block, '.opblock-summary-control')).click();
          (await see(block, '.try-out__btn')).click();
          await see(block, '.execute');
          (await see(block, '.execute')).click();
          const live = await see(block, '.live-responses-table .response');
          return { status: live.querySelector('.response-col_status').innerText.trim(), body: (await see(live, '.highlight-code')).innerText };
        };
        """;

    [Fact]
    public async Task An_article_is_read_by_anybody_and_the_keys_by_whoever_gives_one()
    {
        Tools.SkipUnless(Browser.Program);
        await using var page = await Browser.OpenAsync(new Uri(sandbox.Address, "/docs/index.html"));
        await page.EvaluateAsync(Hands);

        var article = await page.EvaluateAsync("call('Articles', 'getArticle')"); // by the id that stands there as an example
        var refused = await page.EvaluateAsync("call('Audit', 'listAuditEntries')");
        await page.EvaluateAsync(
            $$"""
            (async () => {
              (await see(document, '.authorize')).click();
              type(await see(document, '.auth-container input'), '{{sandbox.Key}}');
              (await see(document, '.auth-container .authorize')).click();
              (await see(document, '.btn-done')).click();
            })()
            """);
        var keys = await page.EvaluateAsync("call('Keys', 'listKeys')");
        var asked = await page.EvaluateAsync("performance.getEntriesByType('resource').map(resource => new URL(resource.name).origin)");

        Assert.Equal("200", article.Text("status"));
        Assert.Contains("苏州召开", article.Text("body"), StringComparison.Ordinal);
        Assert.Equal("401", refused.Text("status"));
        Assert.Equal("200", keys.Text("status"));
        Assert.All(asked.EnumerateArray(), origin => Assert.Equal(sandbox.Address.GetLeftPart(UriPartial.Authority), origin.GetString()));
    }
}
