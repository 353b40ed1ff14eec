using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HeadlessCms.Platform.Files;

/// <summary>
/// Makes the names in a directory durable. On Linux and macOS a rename survives a loss of power only after the directory is
/// flushed, and .NET refuses to open a directory as a file, so <c>open(2)</c> is called itself.
/// </summary>
internal static class DurableDirectory
{
    private const int ReadOnly = 0;

    public static void Flush(string path)
    {
        // NTFS journals its names and cannot flush a directory.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = Open(path);
        RandomAccess.FlushToDisk(handle);
    }

    private static SafeFileHandle Open(string path)
    {
        var descriptor = OpenDescriptor(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"The directory {path} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenDescriptor(byte[] path, int flags);
}
