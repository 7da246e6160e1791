using System.Text.Json;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>How proxies talk to a host.</summary>
public sealed class TrafficPolicy : ModelPart
{
    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerSettings? LoadBalancer { get; set; }

    /// <summary>Limits of connections and requests.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; set; }

    /// <summary>When an endpoint is left out.</summary>
    public OutlierDetection? OutlierDetection { get; set; }

    /// <summary>TLS towards the host.</summary>
    public ClientTlsSettings? Tls { get; set; }

    /// <summary>Policies of single ports; they replace the rest altogether.</summary>
    public IList<PortTrafficPolicy>? PortLevelSettings { get; set; }

    /// <summary>Tunnels TCP over HTTP CONNECT.</summary>
    public JsonElement? Tunnel { get; set; }

    /// <summary>Sends the PROXY protocol's header.</summary>
    public JsonElement? ProxyProtocol { get; set; }
}

/// <summary>The policy of one port.</summary>
public sealed class PortTrafficPolicy : ModelPart
{
    /// <summary>The port.</summary>
    public PortSelector? Port { get; set; }

    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerSettings? LoadBalancer { get; set; }

    /// <summary>Limits of connections and requests.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; set; }

    /// <summary>When an endpoint is left out.</summary>
    public OutlierDetection? OutlierDetection { get; set; }

    /// <summary>TLS towards the host.</summary>
    public ClientTlsSettings? Tls { get; set; }
}

/// <summary>How an endpoint is chosen.</summary>
public sealed class LoadBalancerSettings : ModelPart
{
    /// <summary><c>ROUND_ROBIN</c>, <c>LEAST_REQUEST</c>, <c>RANDOM</c>, <c>PASSTHROUGH</c>, …</summary>
    public string? Simple { get; set; }

    /// <summary>Sticks a client to an endpoint by a hash.</summary>
    public ConsistentHashLB? ConsistentHash { get; set; }

    /// <summary>Preference of localities.</summary>
    public JsonElement? LocalityLbSetting { get; set; }

    /// <summary>How long new endpoints get less traffic, a duration.</summary>
    public string? WarmupDurationSecs { get; set; }

    /// <summary>The same with more settings.</summary>
    public JsonElement? Warmup { get; set; }
}

/// <summary>What the hash is made of.</summary>
public sealed class ConsistentHashLB : ModelPart
{
    /// <summary>A header.</summary>
    public string? HttpHeaderName { get; set; }

    /// <summary>A cookie.</summary>
    public HttpCookie? HttpCookie { get; set; }

    /// <summary>The client's address.</summary>
    public bool? UseSourceIp { get; set; }

    /// <summary>A query parameter.</summary>
    public string? HttpQueryParameterName { get; set; }

    /// <summary>Ring hash.</summary>
    public RingHash? RingHash { get; set; }

    /// <summary>Maglev.</summary>
    public Maglev? Maglev { get; set; }

    /// <summary>Deprecated by <see cref="RingHash"/>.</summary>
    public long? MinimumRingSize { get; set; }
}

/// <summary>A cookie that carries the affinity.</summary>
public sealed class HttpCookie : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The path.</summary>
    public string? Path { get; set; }

    /// <summary>The lifetime, a duration; 0s makes a session cookie, null makes none.</summary>
    public string? Ttl { get; set; }

    /// <summary>Further attributes, such as SameSite. Since Istio 1.28.</summary>
    public IList<CookieAttribute>? Attributes { get; set; }
}

/// <summary>An attribute of a cookie.</summary>
public sealed class CookieAttribute : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The value; null for an attribute without one.</summary>
    public string? Value { get; set; }
}

/// <summary>Settings of the ring hash.</summary>
public sealed class RingHash : ModelPart
{
    /// <summary>The smallest ring. Default 1024.</summary>
    public long? MinimumRingSize { get; set; }
}

/// <summary>Settings of Maglev.</summary>
public sealed class Maglev : ModelPart
{
    /// <summary>The table's size, a prime. Default 65537.</summary>
    public long? TableSize { get; set; }
}

/// <summary>Limits of connections and requests.</summary>
public sealed class ConnectionPoolSettings : ModelPart
{
    /// <summary>Of connections.</summary>
    public TcpSettings? Tcp { get; set; }

    /// <summary>Of requests.</summary>
    public HttpSettings? Http { get; set; }
}

/// <summary>Limits of connections.</summary>
public sealed class TcpSettings : ModelPart
{
    /// <summary>How many.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>A duration. Default 10s.</summary>
    public string? ConnectTimeout { get; set; }

    /// <summary>A duration.</summary>
    public string? MaxConnectionDuration { get; set; }

    /// <summary>A duration.</summary>
    public string? IdleTimeout { get; set; }

    /// <summary>Keepalive probes.</summary>
    public JsonElement? TcpKeepalive { get; set; }
}

/// <summary>Limits of requests.</summary>
public sealed class HttpSettings : ModelPart
{
    /// <summary>How many may wait.</summary>
    public int? Http1MaxPendingRequests { get; set; }

    /// <summary>How many may run.</summary>
    public int? Http2MaxRequests { get; set; }

    /// <summary>How many per connection; 1 switches keep-alive off.</summary>
    public int? MaxRequestsPerConnection { get; set; }

    /// <summary>How many retries may run.</summary>
    public int? MaxRetries { get; set; }

    /// <summary>How many streams per connection.</summary>
    public int? MaxConcurrentStreams { get; set; }

    /// <summary>A duration. Default 1h.</summary>
    public string? IdleTimeout { get; set; }

    /// <summary><c>DEFAULT</c>, <c>DO_NOT_UPGRADE</c> or <c>UPGRADE</c>.</summary>
    public string? H2UpgradePolicy { get; set; }

    /// <summary>Whether the client's protocol is kept.</summary>
    public bool? UseClientProtocol { get; set; }
}

/// <summary>When an endpoint is left out.</summary>
public sealed class OutlierDetection : ModelPart
{
    /// <summary>Deprecated by Istio.</summary>
    public int? ConsecutiveErrors { get; set; }

    /// <summary>After how many 5xx in a row.</summary>
    public int? Consecutive5xxErrors { get; set; }

    /// <summary>After how many 502, 503, 504 in a row.</summary>
    public int? ConsecutiveGatewayErrors { get; set; }

    /// <summary>After how many failed connections in a row.</summary>
    public int? ConsecutiveLocalOriginFailures { get; set; }

    /// <summary>Whether failed connections count on their own.</summary>
    public bool? SplitExternalLocalOriginErrors { get; set; }

    /// <summary>The time between two looks, a duration.</summary>
    public string? Interval { get; set; }

    /// <summary>The shortest time out, a duration.</summary>
    public string? BaseEjectionTime { get; set; }

    /// <summary>The largest share of endpoints out.</summary>
    public int? MaxEjectionPercent { get; set; }

    /// <summary>Below this share of healthy endpoints nothing is left out.</summary>
    public int? MinHealthPercent { get; set; }
}

/// <summary>TLS towards a host.</summary>
public sealed class ClientTlsSettings : ModelPart
{
    /// <summary><c>DISABLE</c>, <c>SIMPLE</c>, <c>MUTUAL</c> or <c>ISTIO_MUTUAL</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>The path of the client's certificate.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>The path of the client's key.</summary>
    public string? PrivateKey { get; set; }

    /// <summary>The path of the authorities; null trusts the system's.</summary>
    public string? CaCertificates { get; set; }

    /// <summary>The path of the revocation list.</summary>
    public string? CaCrl { get; set; }

    /// <summary>The Secret with all of these.</summary>
    public string? CredentialName { get; set; }

    /// <summary>The names that the server's certificate may carry.</summary>
    public IList<string>? SubjectAltNames { get; set; }

    /// <summary>The server name that is sent.</summary>
    public string? Sni { get; set; }

    /// <summary>Whether the server's certificate goes unverified.</summary>
    public bool? InsecureSkipVerify { get; set; }
}
