using System.Text.Json.Nodes;
using HeadlessCms.Access;
using HeadlessCms.Platform.Storage;
using Xunit;

namespace HeadlessCms.Tests.Access;

public sealed class AuditValuesTests
{
    [Fact]
    public void A_list_is_kept_item_by_item_and_a_long_text_as_its_length_and_hash()
    {
        var errors = Enumerable.Range(0, 9).Select(n => new { pointer = $"/attachments/{n}/alt", code = "missing", detail = "An image needs a text for those who do not see it." }).ToArray();
        var state = new { errors, tags = Array.Empty<string>(), title = new string('长', 301), subtitle = new string('短', 300) };

        var kept = AuditValues.ToObject(StoredJson.Read<JsonObject>(AuditValues.Write(state)!));

        Assert.Equal(errors.Select(error => error.pointer), kept["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()));
        Assert.Empty(kept["tags"]!.AsArray());
        Assert.Equal(["length", "sha256"], kept["title"]!.AsObject().Select(property => property.Key));
        Assert.Equal(state.subtitle, kept["subtitle"]!.GetValue<string>());
    }
}
