namespace SealosIstio.Migration.Controllers;

/// <summary>The environment variables that Sealos' controllers read (labring/sealos, controllers/pkg/istio and its users).</summary>
internal static class ControllerVariables
{
    /// <summary>The switch: VirtualServices when it is <c>true</c>, Ingresses otherwise.</summary>
    public const string UseIstio = "USE_ISTIO";

    /// <summary>The switch of the development boxes' parts.</summary>
    public const string IstioEnabled = "ISTIO_ENABLED";

    /// <summary>The shared Gateway.</summary>
    public const string Gateway = "ISTIO_DEFAULT_GATEWAY";

    /// <summary>The cloud's domain.</summary>
    public const string BaseDomain = "ISTIO_BASE_DOMAIN";

    /// <summary>Domains, comma-separated.</summary>
    public const string PublicDomains = "ISTIO_PUBLIC_DOMAINS";

    /// <summary>Patterns of domains, comma-separated.</summary>
    public const string PublicDomainPatterns = "ISTIO_PUBLIC_DOMAIN_PATTERNS";

    /// <summary>The certificate's Secret.</summary>
    public const string TlsSecret = "ISTIO_TLS_SECRET";

    /// <summary>HTTPS; <c>true</c> by default.</summary>
    public const string EnableTls = "ISTIO_ENABLE_TLS";

    /// <summary>One Gateway for public domains; <c>true</c> by default.</summary>
    public const string SharedGateway = "ISTIO_SHARED_GATEWAY";

    /// <summary>A name of the manuals; read by no controller.</summary>
    public const string NetworkingMode = "NETWORKING_MODE";

    /// <summary>The switch of the admission webhooks for VirtualServices.</summary>
    public const string EnableWebhooks = "ENABLE_ISTIO_WEBHOOKS";

    /// <summary>The annotations that the admission webhook gives VirtualServices: <c>key=value</c>, comma-separated.</summary>
    public const string MutatingAnnotations = "VIRTUALSERVICE_MUTATING_ANNOTATIONS";

    /// <summary>All that say something about a controller's mode; none of them is secret.</summary>
    public static readonly IReadOnlyList<string> Shown =
    [
        UseIstio,
        Gateway,
        BaseDomain,
        PublicDomains,
        PublicDomainPatterns,
        TlsSecret,
        EnableTls,
        SharedGateway,
        "USE_ISTIO_NETWORKING",
        "USE_INGRESS_NETWORKING",
        IstioEnabled,
        "ISTIO_GATEWAY",
        NetworkingMode,
        EnableWebhooks,
        MutatingAnnotations,
    ];
}
