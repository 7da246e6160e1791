using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion;

/// <summary>The server of a Gateway for requests that a proxy in the cluster hands on.</summary>
internal static class ProxyServer
{
    /// <summary>The server; none when the options name no port for it, or there is no host to serve.</summary>
    /// <remarks>
    /// The routes that redirect to HTTPS match port 80, so that here a request gets the route that follows it: its client spoke TLS to the
    /// proxy already.
    /// </remarks>
    public static IEnumerable<Server> For(ConversionOptions options, IReadOnlyList<string> hosts)
    {
        if (options.ProxyPort is not { } port || hosts.Count == 0)
            yield break;
        yield return new Server
        {
            Port = new ServerPort
            {
                Number = port,
                Name = "http-proxy",
                Protocol = "HTTP",
            },
            Hosts = [.. hosts],
        };
    }
}
