using System.Globalization;

namespace SealosIstio.Migration.Routing;

/// <summary>The <c>host:port</c> of a Host header.</summary>
internal static class Authority
{
    /// <summary>Where the port begins (its colon), or -1. An IPv6 literal keeps its own colons.</summary>
    public static int PortStart(string authority)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.LastIndexOf(']') > colon)
            return -1;
        // A bare IPv6 address has colons and no port.
        if (authority.IndexOf(':') != colon && !authority.Contains(']'))
            return -1;
        return uint.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? colon
            : -1;
    }

    public static string WithoutPort(string authority)
    {
        var start = PortStart(authority);
        return start < 0 ? authority : authority[..start];
    }
}
