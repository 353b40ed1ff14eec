using System.Text;
using HeadlessCms.Platform.Http.Idempotency;
using Xunit;

namespace HeadlessCms.Tests.Platform.Http.Idempotency;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":1,"a":[true,null,"苏"]}""", " { \"a\": [true, null, \"\\u82cf\"],\n\"b\": 1.00 } ", true)]
    [InlineData("""{"n":100}""", """{"n":1e2}""", true)]
    [InlineData("""{"n":0.5}""", """{"n":5E-1}""", true)]
    [InlineData("""{"n":1e400}""", """{"n":1e400}""", true)]
    [InlineData("""{"a":{"c":1,"b":2}}""", """{"a":{"b":2,"c":1}}""", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"n":9007199254740993}""", """{"n":9007199254740992}""", false)]
    [InlineData("no JSON", "no JSON", true)]
    [InlineData("no JSON", "no  JSON", false)]
    public void What_means_the_same_is_the_same(string one, string other, bool same) =>
        Assert.Equal(same, Of(one).SequenceEqual(Of(other)));

    private static byte[] Of(string json) => CanonicalJson.Of(Encoding.UTF8.GetBytes(json)).ToArray();

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("{\"a\":")]
    public void What_cannot_be_written_anew_is_compared_as_it_came(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)).Span));
}
