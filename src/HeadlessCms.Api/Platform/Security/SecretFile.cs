using System.Security.Cryptography;
using System.Text;

namespace HeadlessCms.Platform.Security;

/// <summary>Where the secret comes from: the settings, or a file of 256 random bits beside the data.</summary>
internal static class SecretFile
{
    /// <summary>Its name in the data directory; part of every backup, or no key would be valid after a restore.</summary>
    public const string Name = "secret.key";

    /// <summary>The secret of the settings, else the file's, which is made when it is not there.</summary>
    public static Secrets Load(CmsOptions options)
    {
        var previous = options.PreviousSecrets.Select(Encoding.UTF8.GetBytes);
        return options.Secret is { } secret
            ? new Secrets(Encoding.UTF8.GetBytes(secret), previous)
            : new Secrets(ReadOrMake(Path.Combine(options.DataDirectory, Name)), previous);
    }

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // 0600
            }
            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(32));
            file.Flush(flushToDisk: true);
        }
        var secret = File.ReadAllBytes(path);
        return secret.Length >= 32
            ? secret
            : throw new RefusedException($"{path} holds no secret of at least 32 bytes; restore it, or delete it and lose every key made with it.");
    }
}
