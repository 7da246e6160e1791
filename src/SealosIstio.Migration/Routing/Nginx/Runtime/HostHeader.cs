namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The host by which nginx chooses a server.</summary>
internal static class HostHeader
{
    /// <summary>In lower case, without port and without a dot at its end; null when nginx answers 400.</summary>
    public static string? Normalize(string value)
    {
        if (value.Length == 0)
            return null;
        for (var i = 0; i < value.Length; i++)
            if (value[i] is '/' or <= ' ' or '\x7f' || (value[i] == '.' && i > 0 && value[i - 1] == '.'))
                return null;
        string host;
        if (value[0] == '[')
        {
            var end = value.IndexOf(']', StringComparison.Ordinal);
            if (end < 0)
                return null;
            host = value[..(end + 1)];
        }
        else
        {
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            host = colon < 0 ? value : value[..colon];
        }
        if (host.EndsWith('.'))
            host = host[..^1];
        return host.Length == 0 ? null : host.ToLowerInvariant();
    }
}
