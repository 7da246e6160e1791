using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing;

/// <summary>Mesh-wide path normalization (<c>meshConfig.pathNormalization.normalization</c>).</summary>
public enum PathNormalization
{
    /// <summary>Paths are taken as sent.</summary>
    None,

    /// <summary>RFC 3986: dot segments resolved, backslashes turned, needless escapes undone. Istio's default.</summary>
    Base,

    /// <summary>As <see cref="Base"/>, and runs of slashes become one.</summary>
    MergeSlashes,

    /// <summary>As <see cref="MergeSlashes"/>, after <c>%2F</c> and <c>%5C</c> became slashes.</summary>
    DecodeAndMergeSlashes,
}

/// <summary>Everything that an Istio ingress gateway's behaviour follows from.</summary>
public sealed record GatewayConfiguration
{
    /// <summary>Gateways of every namespace.</summary>
    public IReadOnlyList<Kubernetes.Istio.Gateway> Gateways { get; init; } = [];

    /// <summary>VirtualServices of every namespace.</summary>
    public IReadOnlyList<VirtualService> VirtualServices { get; init; } = [];

    /// <summary>DestinationRules of every namespace.</summary>
    public IReadOnlyList<DestinationRule> DestinationRules { get; init; } = [];

    /// <summary>AuthorizationPolicies of every namespace.</summary>
    public IReadOnlyList<AuthorizationPolicy> AuthorizationPolicies { get; init; } = [];

    /// <summary>EnvoyFilters of every namespace.</summary>
    public IReadOnlyList<EnvoyFilter> EnvoyFilters { get; init; } = [];

    /// <summary>ServiceEntries of every namespace.</summary>
    public IReadOnlyList<ServiceEntry> ServiceEntries { get; init; } = [];

    /// <summary>Services of every namespace.</summary>
    public IReadOnlyList<V1Service> Services { get; init; } = [];

    /// <summary>Services without a ready endpoint, as <c>namespace/name</c>: Envoy answers 503 for them.</summary>
    public IReadOnlySet<string> ServicesWithoutEndpoints { get; init; } = new HashSet<string>();

    /// <summary>Namespace of the gateway's pods.</summary>
    public string WorkloadNamespace { get; init; } = "istio-system";

    /// <summary>Labels of the gateway's pods.</summary>
    public IReadOnlyDictionary<string, string> WorkloadLabels { get; init; } =
        new Dictionary<string, string> { ["istio"] = "ingressgateway" };

    /// <summary>
    /// The ports of the gateway's Service and the container ports behind them. A port that is not listed is its own
    /// container port. AuthorizationPolicies see container ports.
    /// </summary>
    public IReadOnlyDictionary<int, int> TargetPorts { get; init; } = new Dictionary<int, int>();

    /// <summary>The version of Istio that the gateway's pods run, which EnvoyFilters may ask for.</summary>
    public string ProxyVersion { get; init; } = "1.30.0";

    /// <summary>The namespace whose policies apply everywhere.</summary>
    public string RootNamespace { get; init; } = "istio-system";

    /// <summary>DNS suffix of Services.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>Mesh-wide path normalization.</summary>
    public PathNormalization PathNormalization { get; init; } = PathNormalization.Base;

    /// <summary>
    /// Proxies in front of the gateway whose X-Forwarded-For is believed (<c>gatewayTopology.numTrustedProxies</c>). With 0
    /// the client is the peer and X-Forwarded-Proto is overwritten.
    /// </summary>
    public int TrustedProxies { get; init; }
}

/// <summary>A part of the configuration that istiod drops or Envoy refuses.</summary>
/// <param name="Source">The object, as <c>Kind namespace/name</c>.</param>
/// <param name="Field">Where in the object; empty for the whole of it.</param>
/// <param name="Message">What happens and why.</param>
public sealed record GatewayIssue(string Source, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source} {Field}: {Message}";
}
