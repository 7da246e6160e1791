using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace SealosIstio.Migration.Conversion.Annotations;

/// <summary>
/// Addresses and networks as Go's net package reads them, which is stricter than .NET's: no leading zeros, no hexadecimal or
/// shortened IPv4, no zones.
/// </summary>
internal static class IpNetworkText
{
    /// <summary>Reads <c>10.1.2.3</c>, <c>10.1.2.3/8</c> or their IPv6 kin; the result has its host bits cleared.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var bytes))
            return false;
        if (slash < 0)
        {
            normalized = new IPAddress(bytes).ToString();
            return true;
        }

        var mask = text.AsSpan(slash + 1);
        if (
            mask.Length > 8
            || !int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > bytes.Length * 8
        )
            return false;
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        normalized = $"{new IPAddress(bytes)}/{length.ToString(CultureInfo.InvariantCulture)}";
        return true;
    }

    private static bool TryAddress(string text, out byte[] bytes)
    {
        bytes = [];
        if (!text.Contains(':', StringComparison.Ordinal))
            return TryIPv4(text, out bytes);

        // The characters are checked first: .NET would also take brackets, ports and zones.
        var tail = text[(text.LastIndexOf(':') + 1)..];
        var isDotted = tail.Contains('.', StringComparison.Ordinal);
        if (text.Length > 45 || !text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.'))
            return false;
        if (isDotted && !TryIPv4(tail, out _))
            return false;
        var groups = text.Split(':', StringSplitOptions.RemoveEmptyEntries).Length + (isDotted ? 1 : 0);
        if (text.Contains("::", StringComparison.Ordinal) && groups > 7)
            return false;
        if (!IPAddress.TryParse(text, out var address))
            return false;
        bytes = address.GetAddressBytes();
        return bytes.Length == 16;
    }

    private static bool TryIPv4(string text, out byte[] bytes)
    {
        bytes = [];
        var parts = text.Split('.', 5);
        if (parts.Length != 4)
            return false;
        var result = new byte[4];
        for (var index = 0; index < 4; index++)
        {
            var part = parts[index];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0'))
                return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out result[index]))
                return false;
        }
        bytes = result;
        return true;
    }
}
