using System.Net;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>
/// The client's address and scheme (source/common/http/conn_manager_utility.cc, mutateRequestHeaders): gateways use the
/// peer's address, and believe forwarded headers only of as many proxies as they are told to.
/// </summary>
internal static class ClientAddress
{
    public static IPAddress Of(RoutingRequest request, int trustedProxies)
    {
        if (trustedProxies == 0 || request.Header("x-forwarded-for") is not { } forwarded)
            return request.SourceIp;
        var addresses = forwarded.Split(',', StringSplitOptions.TrimEntries);
        // The last entry was added by the nearest proxy, the peer itself being the first trusted hop.
        return trustedProxies <= addresses.Length && IPAddress.TryParse(addresses[^trustedProxies], out var address)
            ? address
            : request.SourceIp;
    }

    public static string Scheme(RoutingRequest request, int trustedProxies)
    {
        var scheme = request.IsTls ? "https" : "http";
        return trustedProxies > 0 && request.Header("x-forwarded-proto")?.ToLowerInvariant() is "http" or "https"
            ? request.Header("x-forwarded-proto")!.ToLowerInvariant()
            : scheme;
    }
}
