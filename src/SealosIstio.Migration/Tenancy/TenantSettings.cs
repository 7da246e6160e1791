namespace SealosIstio.Migration.Tenancy;

/// <summary>How tenants are kept apart.</summary>
public enum TenantIsolation
{
    /// <summary>A NetworkPolicy: works without sidecars. The default.</summary>
    NetworkPolicy,

    /// <summary>Two AuthorizationPolicies: they bind sidecars, and nothing where there are none.</summary>
    AuthorizationPolicy,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>What a tenant gets.</summary>
public sealed record TenantSettings
{
    /// <summary>The domain below which tenants' hosts lie. Default <c>sealos.io</c>.</summary>
    public string BaseDomain { get; init; } = "sealos.io";

    /// <summary>The hosts of the tenant's Gateway; <c>{tenant}</c> and <c>{base}</c> are filled in.</summary>
    public IReadOnlyList<string> DomainPatterns { get; init; } = ["*.{tenant}.{base}", "{tenant}.{base}"];

    /// <summary>The limits.</summary>
    public QuotaSettings Quota { get; init; } = new();

    /// <summary>How the tenant is kept apart. Null: NetworkPolicy, and Both with sidecars.</summary>
    public TenantIsolation? Isolation { get; init; }

    /// <summary>Asks Istio for sidecars in the namespace. Default false: only the gateway is part of the mesh.</summary>
    public bool EnableSidecarInjection { get; init; }

    /// <summary>Leaves the Gateway out. Default false.</summary>
    public bool WithoutGateway { get; init; }

    /// <summary>The Secret with the Gateway's certificate, in the namespace of the gateway's pods. Null: <c>{tenant}-tls-cert</c>.</summary>
    public string? CertificateName { get; init; }

    /// <summary>A ClusterIssuer that is to issue that certificate; null: the Secret gets there in another way.</summary>
    public string? IssuerName { get; init; }

    /// <summary>The Pod Security level that is enforced, as in Sealos; null for none. Default <c>baseline</c>.</summary>
    public string? PodSecurity { get; init; } = "baseline";

    /// <summary>The namespace of the gateway's pods. Default <c>istio-system</c>.</summary>
    public string GatewayNamespace { get; init; } = "istio-system";

    /// <summary>The labels of the gateway's pods. Default <c>istio=ingressgateway</c>.</summary>
    public IReadOnlyDictionary<string, string> GatewaySelector { get; init; } =
        new Dictionary<string, string> { ["istio"] = "ingressgateway" };

    /// <summary>The service account of the gateway's pods. Default <c>istio-ingressgateway-service-account</c>, as istioctl makes it.</summary>
    public string GatewayServiceAccount { get; init; } = "istio-ingressgateway-service-account";

    /// <summary>The cluster's DNS suffix, which is the default trust domain too. Default <c>cluster.local</c>.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The isolation in force.</summary>
    internal TenantIsolation EffectiveIsolation =>
        Isolation ?? (EnableSidecarInjection ? TenantIsolation.Both : TenantIsolation.NetworkPolicy);
}
