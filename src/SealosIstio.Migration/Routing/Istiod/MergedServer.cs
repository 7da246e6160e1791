using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Istiod;

/// <summary>A server of a Gateway that survived the merge.</summary>
/// <param name="GatewayName"><c>namespace/name</c> of the Gateway, as VirtualServices refer to it.</param>
/// <param name="Server">The server.</param>
/// <param name="Hosts">Its hosts, <c>./</c> and <c>*/</c> resolved.</param>
/// <param name="Source">Object and field, for messages.</param>
internal sealed record MergedServer(string GatewayName, Server Server, IReadOnlyList<string> Hosts, string Source)
{
    public int Port => Server.Port?.Number ?? 0;

    public bool RedirectsToHttps => Server.Tls?.HttpsRedirect == true;

    /// <summary>An unset mode is PASSTHROUGH: it is the zero of the enumeration (pkg/config/gateway/gateway.go).</summary>
    public bool IsPassthrough => Server.Tls is { Mode: null or "" or "PASSTHROUGH" or "AUTO_PASSTHROUGH" };

    public bool IsHttp => Protocol is "HTTP" or "HTTP2" or "GRPC" or "GRPC-WEB";

    public bool IsHttpsTermination => Protocol == "HTTPS" && Server.Tls is not null && !IsPassthrough;

    private string Protocol => Server.Port?.Protocol?.ToUpperInvariant() ?? "";
}
