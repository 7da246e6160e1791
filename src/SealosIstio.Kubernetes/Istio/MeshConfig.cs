using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>
/// The settings of the mesh that requests at a gateway depend on: what istiod reads as YAML from the key <c>mesh</c> of its
/// ConfigMap (istio.io/api, mesh/v1alpha1).
/// </summary>
public sealed class MeshConfig : ModelPart
{
    /// <summary>The namespace whose policies hold everywhere.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>How paths are normalized before anything looks at them.</summary>
    public MeshPathNormalization? PathNormalization { get; set; }

    /// <summary>What holds for every proxy that doesn't say otherwise.</summary>
    public ProxyConfig? DefaultConfig { get; set; }

    /// <summary>The services that AuthorizationPolicies of action CUSTOM, Telemetry and others name.</summary>
    public IList<ExtensionProvider>? ExtensionProviders { get; set; }
}

/// <summary>Mesh-wide normalization of paths.</summary>
public sealed class MeshPathNormalization : ModelPart
{
    /// <summary><c>NONE</c>, <c>BASE</c>, <c>MERGE_SLASHES</c> or <c>DECODE_AND_MERGE_SLASHES</c>; null is Istio's default, BASE.</summary>
    public string? Normalization { get; set; }
}

/// <summary>The settings of a proxy: of all in the mesh configuration, of one in the annotation <c>proxy.istio.io/config</c>.</summary>
public sealed class ProxyConfig : ModelPart
{
    /// <summary>What stands in front of a gateway.</summary>
    public GatewayTopology? GatewayTopology { get; set; }
}

/// <summary>What stands in front of a gateway.</summary>
public sealed class GatewayTopology : ModelPart
{
    /// <summary>The number of proxies whose X-Forwarded-For is believed.</summary>
    public IntOrString? NumTrustedProxies { get; set; }

    /// <summary>There when connections begin with the PROXY protocol.</summary>
    public ModelPartPresence? ProxyProtocol { get; set; }
}

/// <summary>A part that says something by being there.</summary>
public sealed class ModelPartPresence : ModelPart { }

/// <summary>A service outside the proxies that they work with.</summary>
public sealed class ExtensionProvider : ModelPart
{
    /// <summary>The name that policies use.</summary>
    public string? Name { get; set; }

    /// <summary>A service that decides on requests over HTTP.</summary>
    public HttpAuthorizationProvider? EnvoyExtAuthzHttp { get; set; }
}

/// <summary>A service that decides on requests over HTTP: 2xx lets them pass, any other answer goes to the client.</summary>
public sealed class HttpAuthorizationProvider : ModelPart
{
    /// <summary>The service's host, or <c>namespace/host</c>.</summary>
    public string? Service { get; set; }

    /// <summary>Its port.</summary>
    public IntOrString? Port { get; set; }

    /// <summary>How long it may take, such as <c>5s</c>.</summary>
    public string? Timeout { get; set; }

    /// <summary>What stands before the request's own path.</summary>
    public string? PathPrefix { get; set; }

    /// <summary>Whether requests pass when the service fails.</summary>
    public bool? FailOpen { get; set; }

    /// <summary>The status that clients get when the service fails, in digits.</summary>
    public string? StatusOnError { get; set; }

    /// <summary>The headers of a request that the service gets; host, method, path, content-length and authorization always.</summary>
    public IList<string>? IncludeRequestHeadersInCheck { get; set; }

    /// <summary>Headers that the service gets in addition.</summary>
    public IDictionary<string, string>? IncludeAdditionalHeadersInCheck { get; set; }

    /// <summary>The headers of its answer that the backend gets.</summary>
    public IList<string>? HeadersToUpstreamOnAllow { get; set; }

    /// <summary>The headers of its answer that the client gets when it may not pass; null for all.</summary>
    public IList<string>? HeadersToDownstreamOnDeny { get; set; }

    /// <summary>The headers of its answer that the client gets when it may pass.</summary>
    public IList<string>? HeadersToDownstreamOnAllow { get; set; }
}
