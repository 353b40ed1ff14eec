using HeadlessCms.Commands;
using HeadlessCms.Tests.Support;
using Xunit;

namespace HeadlessCms.Tests.Commands;

public sealed class WholeFileTests
{
    [Fact]
    public async Task Whoever_reads_the_file_has_the_one_before_until_the_new_one_is_whole_and_also_when_that_fails()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "map");
        await File.WriteAllTextAsync(path, "before");

        await Assert.ThrowsAsync<IOException>(() => WholeFile.WriteAsync<int>(path, async target =>
        {
            await target.WriteAsync("half"u8.ToArray());
            throw new IOException("the disk is full");
        }));
        Assert.Equal("before", await File.ReadAllTextAsync(path));
        Assert.Equal(1, await WholeFile.WriteAsync(path, async target =>
        {
            await target.WriteAsync("after"u8.ToArray());
            Assert.Equal("before", await File.ReadAllTextAsync(path));
            return 1;
        }));

        Assert.Equal("after", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public async Task A_link_such_as_that_to_the_standard_output_stays_one_and_what_it_leads_to_is_written()
    {
        using var directory = new TemporaryDirectory();
        var (path, link) = (Path.Combine(directory.Path, "file"), Path.Combine(directory.Path, "link"));
        File.CreateSymbolicLink(link, path);

        await WholeFile.WriteAsync(link, async target =>
        {
            await target.WriteAsync("text"u8.ToArray());
            return 0;
        });

        Assert.Equal(path, new FileInfo(link).LinkTarget);
        Assert.Equal("text", await File.ReadAllTextAsync(path));
    }
}
