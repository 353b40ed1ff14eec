using HeadlessCms.Platform.Http;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http;

public sealed class PointersTests
{
    [Theory]
    [InlineData("a/b", "a~1b")]
    [InlineData("m~n", "m~0n")]
    [InlineData("~1", "~01")]
    [InlineData("", "")]
    [InlineData("苏 州", "苏 州")]
    public void A_name_is_escaped_as_rfc_6901_says(string name, string escaped) => Assert.Equal(escaped, Pointers.Escape(name));

    [Theory]
    [InlineData("", "")]
    [InlineData("Title", "/title")]
    [InlineData("Attachments[2].Id", "/attachments/2/id")]
    [InlineData("Tags[0]", "/tags/0")]
    [InlineData("Source.Name", "/source/name")]
    public void A_property_of_the_rules_becomes_a_pointer(string path, string pointer) =>
        Assert.Equal(pointer, Pointers.FromProperty(path));

    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.title", "/title")]
    [InlineData("$.attachments[2].id", "/attachments/2/id")]
    [InlineData("$['odd name'].x", "/odd name/x")]
    [InlineData("$['a.b/c']", "/a.b~1c")]
    public void A_path_of_the_serializer_becomes_a_pointer(string? path, string pointer) =>
        Assert.Equal(pointer, Pointers.FromPath(path));
}
