namespace HeadlessCms.Commands;

/// <summary>Writes a file beside its place and moves it there when it is whole: whoever reads it meanwhile, or after a failure, has the one before.</summary>
internal static class WholeFile
{
    /// <summary>Writes it.</summary>
    public static async Task<T> WriteAsync<T>(string path, Func<Stream, Task<T>> write)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            await using var there = File.Create(path); // a link stays one, and /dev/stdout is no place to put a file
            return await write(there);
        }
        var partial = $"{path}.partial";
        try
        {
            T result;
            await using (var target = File.Create(partial))
            {
                result = await write(target);
            }
            File.Move(partial, path, overwrite: true);
            return result;
        }
        finally
        {
            File.Delete(partial); // moved, unless something failed
        }
    }
}
