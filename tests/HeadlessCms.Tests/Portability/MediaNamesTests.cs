using HeadlessCms.Attachments;
using HeadlessCms.Portability;
using Xunit;

namespace HeadlessCms.Tests.Portability;

public sealed class MediaNamesTests
{
    [Theory]
    [InlineData("Annual Report (2).PDF", "Annual Report (2).PDF")]
    [InlineData("公共数据开放申请表.docx", "gong-gong-shu-ju-kai-fang-shen-qing-biao.docx")]
    [InlineData("Übersicht.pdf", "ubersicht.pdf")]
    [InlineData("·.pdf", "file.pdf")]
    public void A_file_lies_under_its_name_spelt_in_ASCII(string name, string expected)
    {
        var row = Row(1, name, "a");

        Assert.Equal(expected, MediaNames.Of([row])[row.Id]);
    }

    [Fact]
    public void The_same_bytes_lie_once_and_others_of_the_same_spelling_under_their_id_too()
    {
        AttachmentRow[] rows = [Row(1, "事项.pdf", "a"), Row(2, "另名.pdf", "a"), Row(3, "世象.pdf", "b"), Row(4, "SHI-XIANG.pdf", "c")];

        var names = MediaNames.Of(rows);

        Assert.Equal(["shi-xiang.pdf", "shi-xiang.pdf", $"{rows[2].Id}-shi-xiang.pdf", $"{rows[3].Id}-SHI-XIANG.pdf"], rows.Select(row => names[row.Id]));
    }

    [Fact]
    public void A_name_never_is_longer_than_file_systems_take()
    {
        AttachmentRow[] rows = [Row(1, new string('a', 240) + ".pdf", "a"), Row(2, new string('a', 240) + ".pdf", "b")];

        Assert.Equal(["a", $"{rows[1].Id}.pdf"], MediaNames.Of(rows).Values.Select(name => name.Length > 200 ? name[..1] : name));
    }

    private static AttachmentRow Row(int number, string name, string sha256) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]),
        Sha256 = sha256,
        MediaType = "application/pdf",
        FileName = name,
        Size = 1,
        Width = null,
        Height = null,
        Alt = null,
        Caption = null,
        Credit = null,
        Decorative = false,
        CategoryId = null,
        Revision = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
