using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HeadlessCms.Portability.Foreign;

/// <summary>
/// Ids of what comes from elsewhere: made of the name it has there, so that the same thing always gets the same one and a second
/// import finds it here. In form they are UUIDv7 (RFC 9562) of the first moment there is, since a date may still be put right
/// there; the other bits are SHA-256 of the name.
/// </summary>
internal static class StableId
{
    /// <summary>The id of a thing of this kind with this name.</summary>
    public static Guid Of(string kind, string name)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}"), bytes);
        var id = bytes[..16];
        id[..6].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (BinaryPrimitives.ReadUInt16BigEndian(id[6..]) & 0x0FFF)));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
