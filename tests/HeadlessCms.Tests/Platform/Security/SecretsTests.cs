using System.Net;
using HeadlessCms.Platform;
using HeadlessCms.Platform.Security;
using Xunit;

namespace HeadlessCms.Tests.Platform.Security;

public sealed class SecretsTests
{
    [Fact]
    public void Each_purpose_has_its_own_key_and_none_is_the_secret()
    {
        byte[] root = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var secrets = new Secrets(root);

        Assert.Equal(32, secrets.Current("cursor").Length);
        Assert.Equal(secrets.Current("cursor"), new Secrets(root).Current("cursor"));
        Assert.NotEqual(secrets.Current("cursor"), secrets.Current("access key"));
        Assert.NotEqual(root, secrets.Current("cursor"));
    }

    [Fact]
    public void Former_secrets_verify_after_the_present_one()
    {
        var rotated = new Secrets([2], [[1]]);

        Assert.Equal([new Secrets([2]).Current("x"), new Secrets([1]).Current("x")], rotated.All("x"));
        Assert.Equal(new Secrets([2]).Current("x"), rotated.Current("x"));
    }

    [Fact]
    public void The_file_is_made_once_and_for_its_owner_alone()
    {
        var folder = Directory.CreateTempSubdirectory("HeadlessCms.Secrets.");
        try
        {
            var options = new CmsOptions { DataDirectory = folder.FullName };
            var path = Path.Combine(folder.FullName, SecretFile.Name);

            var made = SecretFile.Load(options).Current("x");

            Assert.Equal(made, SecretFile.Load(options).Current("x"));
            Assert.Equal(32, new FileInfo(path).Length);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_secret_of_the_settings_makes_no_file()
    {
        var folder = Directory.CreateTempSubdirectory("HeadlessCms.Secrets.");
        try
        {
            SecretFile.Load(new CmsOptions { DataDirectory = folder.FullName, Secret = new string('s', 32) });

            Assert.Empty(folder.EnumerateFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void A_caller_is_an_ipv4_address_or_an_ipv6_network_of_64_bits(string one, string other, bool isSame)
    {
        var addresses = new Addresses(new Secrets([1]));

        Assert.Equal(isSame, addresses.HashOf(IPAddress.Parse(one)) == addresses.HashOf(IPAddress.Parse(other)));
        Assert.NotEqual(addresses.HashOf(IPAddress.Parse(one)), new Addresses(new Secrets([2])).HashOf(IPAddress.Parse(one)));
    }
}
