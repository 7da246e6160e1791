using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io VirtualService: the routes of one or more hosts.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class VirtualService : KubernetesObject, ISpec<VirtualServiceSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "VirtualService";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "virtualservices";

    /// <summary>Makes an object of the default version.</summary>
    public VirtualService()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public VirtualServiceSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a VirtualService asks for.</summary>
public sealed class VirtualServiceSpec : ModelPart
{
    /// <summary>The hosts; absent in a delegate.</summary>
    public IList<string>? Hosts { get; set; }

    /// <summary>The Gateways, <c>namespace/name</c> or <c>name</c>, and <c>mesh</c> for sidecars. Default: mesh.</summary>
    public IList<string>? Gateways { get; set; }

    /// <summary>HTTP routes; the first that matches wins.</summary>
    public IList<HttpRoute>? Http { get; set; }

    /// <summary>Routes by SNI for TLS that is passed through.</summary>
    public IList<TlsRoute>? Tls { get; set; }

    /// <summary>Routes for other TCP.</summary>
    public IList<TcpRoute>? Tcp { get; set; }

    /// <summary>The namespaces that see it; <c>.</c> is its own, <c>*</c> all.</summary>
    public IList<string>? ExportTo { get; set; }
}

/// <summary>One route: matches, then what happens to the request.</summary>
public sealed class HttpRoute : ModelPart
{
    /// <summary>A name for logs.</summary>
    public string? Name { get; set; }

    /// <summary>The conditions, joined by or; null or empty takes everything.</summary>
    public IList<HttpMatchRequest>? Match { get; set; }

    /// <summary>Where to forward.</summary>
    public IList<HttpRouteDestination>? Route { get; set; }

    /// <summary>Answers with a redirect instead.</summary>
    public HttpRedirect? Redirect { get; set; }

    /// <summary>Answers with a fixed response instead.</summary>
    public HttpDirectResponse? DirectResponse { get; set; }

    /// <summary>Leaves the routes below to another VirtualService.</summary>
    public Delegate? Delegate { get; set; }

    /// <summary>Changes path or authority before forwarding; never with a redirect.</summary>
    public HttpRewrite? Rewrite { get; set; }

    /// <summary>A duration such as <c>60s</c>; null or 0s is no limit.</summary>
    public string? Timeout { get; set; }

    /// <summary>How failed requests are tried again.</summary>
    public HttpRetry? Retries { get; set; }

    /// <summary>Faults to inject.</summary>
    public HttpFaultInjection? Fault { get; set; }

    /// <summary>A destination that gets a copy of the traffic.</summary>
    public Destination? Mirror { get; set; }

    /// <summary>Several such destinations.</summary>
    public IList<HttpMirrorPolicy>? Mirrors { get; set; }

    /// <summary>Deprecated by <see cref="MirrorPercentage"/>.</summary>
    public int? MirrorPercent { get; set; }

    /// <summary>The share of the traffic that is mirrored.</summary>
    public Percent? MirrorPercentage { get; set; }

    /// <summary>Cross-origin rules.</summary>
    public CorsPolicy? CorsPolicy { get; set; }

    /// <summary>Changes of headers.</summary>
    public Headers? Headers { get; set; }
}
