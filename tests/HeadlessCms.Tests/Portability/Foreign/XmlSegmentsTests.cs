using HeadlessCms.Portability.Foreign;
using Xunit;

namespace HeadlessCms.Tests.Portability.Foreign;

public sealed class XmlSegmentsTests
{
    [Theory]
    [InlineData("<r><c>\n<item>1</item>\n\n<item a='>'>2</item></c></r>", "1:<r><c>\n</c></r>", "2:<item>1</item>", "4:<item a='>'>2</item>")]
    [InlineData("<?xml version='1.0'?><r/>", "1:<?xml version='1.0'?><r/>")]
    [InlineData("<r><x/><y></y><item/><item /></r>", "1:<r><x/><y></y></r>", "1:<item/>", "1:<item />")]
    [InlineData("<r><item><![CDATA[</item><item>]]]></item></r>", "1:<r></r>", "1:<item><![CDATA[</item><item>]]]></item>")]
    [InlineData("<r><item><!--></item>--></item></r>", "1:<r></r>", "1:<item><!--></item>--></item>")]
    [InlineData("<r><item><?x </item>?></item></r>", "1:<r></r>", "1:<item><?x </item>?></item>")]
    [InlineData("<r>\n<item><a b='\n<item>2</item>\n<item>", "1:<r>\n</r>", "2?<item><a b='\n", "3:<item>2</item>", "4?<item>")]
    [InlineData("<r><item><items></items></item></r>", "1:<r></r>", "1:<item><items></items></item>")]
    [InlineData("<a:r><a:item>1</a:item><a:item><b:item/><item/></a:item></a:r>", "1:<a:r></a:r>", "1:<a:item>1</a:item>", "1:<a:item><b:item/><item/></a:item>")]
    [InlineData("no XML", "1:no XML")]
    [InlineData("", "1:")]
    [InlineData("<<<!<", "1:<<<!<")]
    public void A_document_is_cut_into_its_head_and_its_items(string document, params string[] pieces) =>
        Assert.Equal(pieces, Cut(document).Select(piece => $"{piece.Line}{(piece.IsWhole ? ':' : '?')}{piece.Text}"));

    [Theory]
    [InlineData("<![CDATA[", "]]>")]
    [InlineData("<!--", "-->")]
    [InlineData("", "")]
    public void A_piece_that_is_too_long_costs_itself_alone(string begin, string end)
    {
        var document = $"<r><item>1</item>\n<item>{begin}{new string('x', 100)}{end}</item>\n<item>3</item></r>";

        Assert.Equal([(1, true), (1, true), (2, false), (3, true)], Cut(document, longest: 100).Select(piece => (piece.Line, piece.Text is not null)));
    }

    private static IEnumerable<XmlSegment> Cut(string document, int longest = 1000) =>
        new XmlSegments(new StringReader(document), "item", "entry") { Longest = longest }.Read();
}
