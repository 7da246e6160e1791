namespace SealosIstio.Migration.Conversion;

/// <summary>How certificates reach the namespace of the gateway's pods, the only one Istio reads them from.</summary>
public enum CredentialMode
{
    /// <summary>Issue for certificates that cert-manager issued through a ClusterIssuer, Copy for all others.</summary>
    Auto,

    /// <summary>A cert-manager Certificate in the gateway's namespace.</summary>
    Issue,

    /// <summary>A copy of the Secret that records its origin.</summary>
    Copy,

    /// <summary>Nothing is emitted: the user provides the Secret under the name that the Gateway refers to.</summary>
    Reference,
}

/// <summary>What becomes of nginx' idle timeouts, which Istio's VirtualService cannot say.</summary>
public enum TimeoutPolicy
{
    /// <summary>
    /// No request is limited as a whole: long responses, downloads and WebSockets live on. proxy-read-timeout becomes the idle timeout of
    /// Envoy's route, by an EnvoyFilter. The default.
    /// </summary>
    None,

    /// <summary>proxy-read-timeout becomes the total timeout of the route, with a warning.</summary>
    FromAnnotation,
}

/// <summary>
/// What becomes of what nginx does for every host unasked and Istio doesn't: the fallback certificate on 443, HSTS, the limit of
/// bodies, idle timeouts, headers about the client, error answers.
/// </summary>
public enum ImplicitMode
{
    /// <summary>It is kept wherever Istio has a means; what is left is reported once per run. The default.</summary>
    Keep,

    /// <summary>It is reported once per run and not kept.</summary>
    Report,

    /// <summary>It is neither kept nor reported.</summary>
    Ignore,
}

/// <summary>Settings of a conversion run. The defaults suit a cluster without Sealos.</summary>
public sealed record ConversionOptions
{
    /// <summary>The cloud's own domains; hosts at or below them go to the shared gateway. Default none.</summary>
    public IReadOnlyList<string> PublicDomains { get; init; } = [];

    /// <summary>The shared gateway as <c>namespace/name</c>. Default <c>istio-system/sealos-gateway</c>.</summary>
    public string GatewayReference { get; init; } = "istio-system/sealos-gateway";

    /// <summary>The namespace of the gateway's pods, from which credentials are read. Default <c>istio-system</c>.</summary>
    public string GatewayNamespace { get; init; } = "istio-system";

    /// <summary>The labels of the gateway's pods. Default <c>istio=ingressgateway</c>.</summary>
    public IReadOnlyDictionary<string, string> GatewaySelector { get; init; } =
        new Dictionary<string, string> { ["istio"] = "ingressgateway" };

    /// <summary>The Secret with the public domains' certificate, in the gateway's namespace. Default <c>wildcard-cert</c>.</summary>
    public string PublicCredentialName { get; init; } = "wildcard-cert";

    /// <summary>How other certificates get there. Default <see cref="Conversion.CredentialMode.Auto"/>.</summary>
    public CredentialMode CredentialMode { get; init; } = CredentialMode.Auto;

    /// <summary>The classes that are converted, beside those whose IngressClass names the nginx controller. Default <c>nginx</c>.</summary>
    public IReadOnlyList<string> IngressClasses { get; init; } = ["nginx"];

    /// <summary>Converts Ingresses without any class even if the nginx controller doesn't serve them. Default false.</summary>
    public bool IncludeWithoutClass { get; init; }

    /// <summary>Converts paused Ingresses into suspended VirtualServices instead of skipping them. Default false.</summary>
    public bool IncludePaused { get; init; }

    /// <summary>Codes of security findings that the user accepts: the Ingress is converted without that protection.</summary>
    public IReadOnlySet<string> AllowInsecure { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The extension provider of the mesh that checks user names and passwords where Ingresses ask for them (auth-type: basic); it must know
    /// the users of each host. Null refuses such hosts. Default null.
    /// </summary>
    public string? PasswordProvider { get; init; }

    /// <summary>Allows a host that Ingresses of several namespaces share (root VirtualService and delegates). Default false.</summary>
    public bool AllowSharedHost { get; init; }

    /// <summary>Allows a rule without host in a tenant's namespace, where it catches other tenants' requests. Default false.</summary>
    public bool AllowCatchAllHost { get; init; }

    /// <summary>
    /// A further port at which the gateway takes every host over plain HTTP without redirecting, for a proxy in the cluster that ends TLS
    /// before it, as nginx does in a rollout by canaries. Null for none. Default null.
    /// </summary>
    public int? ProxyPort { get; init; }

    /// <summary>What becomes of nginx' idle timeouts. Default <see cref="Conversion.TimeoutPolicy.None"/>.</summary>
    public TimeoutPolicy TimeoutPolicy { get; init; } = TimeoutPolicy.None;

    /// <summary>What becomes of what nginx does unasked. Default <see cref="ImplicitMode.Keep"/>.</summary>
    public ImplicitMode Implicit { get; init; } = ImplicitMode.Keep;

    /// <summary>The prefix of the annotations. Default <c>nginx.ingress.kubernetes.io</c>.</summary>
    public string AnnotationPrefix { get; init; } = "nginx.ingress.kubernetes.io";

    /// <summary>The version that networking objects are written in. Default <c>networking.istio.io/v1beta1</c>.</summary>
    public string NetworkingApiVersion { get; init; } = "networking.istio.io/v1beta1";

    /// <summary>The cluster's DNS suffix. Default <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The prefix of tenants' namespaces. Default <c>ns-</c>.</summary>
    public string TenantNamespacePrefix { get; init; } = "ns-";
}
