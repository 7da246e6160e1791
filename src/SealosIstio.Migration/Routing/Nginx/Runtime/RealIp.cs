using System.Net;
using SealosIstio.Migration.Routing.Nginx.Controller;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The client's address behind trusted proxies.</summary>
internal static class RealIp
{
    public static IPAddress Find(Transaction transaction)
    {
        var settings = transaction.Configuration.Settings;
        var address = transaction.Request.SourceIp;
        if (!settings.UseForwardedHeaders && !settings.EnableRealIp)
            return address;
        var entries = (transaction.Header(settings.ForwardedForHeader) ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries
        );
        // From the right, as long as the one that spoke is trusted.
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (!SourceRanges.Contains(settings.ProxyRealIpCidr, address))
                break;
            if (Parse(entries[i]) is not { } previous)
                break;
            address = previous;
        }
        return address;
    }

    private static IPAddress? Parse(string text) =>
        SourceRanges.Parse(text) is not null && IPAddress.TryParse(text, out var plain) ? plain
        : IPEndPoint.TryParse(text, out var point) ? point.Address
        : null;
}
