using System.Security.Cryptography;

namespace HeadlessCms.Platform;

/// <summary>A clock that also says what is made up: one that stands still makes up the same things in the same order.</summary>
internal interface IMakesUp
{
    /// <summary>An id (UUIDv7) of this moment; later ones sort after earlier ones.</summary>
    Guid NewId(DateTimeOffset at);

    /// <summary>A text of these characters.</summary>
    string NewText(string characters, int length);
}

/// <summary>What nobody can guess or clash with: ids, and texts of keys. Made beside the clock, since ids hold the time.</summary>
internal static class MadeUp
{
    /// <summary>A new id (UUIDv7): they sort by the moment of their creation.</summary>
    public static Guid NewId(this TimeProvider clock, DateTimeOffset at) =>
#pragma warning disable RS0030 // the one place where they are made
        clock is IMakesUp made ? made.NewId(at) : Guid.CreateVersion7(at);
#pragma warning restore RS0030

    /// <summary>A new id of now.</summary>
    public static Guid NewId(this TimeProvider clock) => clock.NewId(clock.GetUtcNow());

    /// <summary>Random characters, as many bits as they hold.</summary>
    public static string NewText(this TimeProvider clock, string characters, int length) =>
        clock is IMakesUp made ? made.NewText(characters, length) : RandomNumberGenerator.GetString(characters, length);
}
