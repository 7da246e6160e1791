using System.Net;

namespace SealosIstio.Migration.Routing.Nginx.Controller;

/// <summary>Lists of addresses and networks, apart by commas.</summary>
internal static class SourceRanges
{
    public static bool IsValid(string value) =>
        value.Length == 0 || value.Split(',').All(part => Parse(part) is not null);

    /// <summary>The network that a text names, or null when it names none. A bare address is a network of one.</summary>
    public static IPNetwork? Parse(string text)
    {
        var trimmed = text.Trim();
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? trimmed : trimmed[..slash];
        // .NET also reads "10" and "0x7f.1" as addresses; Go and nginx do not.
        if (!addressText.Contains(':', StringComparison.Ordinal) && addressText.Count(c => c == '.') != 3)
            return null;
        if (!IPAddress.TryParse(addressText, out var address))
            return null;
        var bits = address.GetAddressBytes().Length * 8;
        if (slash >= 0 && (GoValues.ParseInt(trimmed[(slash + 1)..]) is not { } prefix || prefix < 0 || prefix > bits))
            return null;
        var length = slash < 0 ? bits : GoValues.ParseInt(trimmed[(slash + 1)..])!.Value;
        return new IPNetwork(Masked(address, length), length);
    }

    /// <summary>True when one of the networks holds the address.</summary>
    public static bool Contains(IEnumerable<string> ranges, IPAddress address) =>
        ranges.Any(range => Parse(range) is { } network && network.Contains(address));

    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var keep = Math.Clamp(length - i * 8, 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - keep));
        }
        return new IPAddress(bytes);
    }
}
