using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Routing.Nginx;

/// <summary>Everything that the behaviour of an ingress-nginx controller follows from.</summary>
public sealed record NginxConfiguration
{
    /// <summary>Ingresses of every namespace, of every class.</summary>
    public IReadOnlyList<V1Ingress> Ingresses { get; init; } = [];

    /// <summary>IngressClasses. When there is none at all, a class named as the controller's own is taken to exist.</summary>
    public IReadOnlyList<V1IngressClass> IngressClasses { get; init; } = [];

    /// <summary>Services of every namespace.</summary>
    public IReadOnlyList<V1Service> Services { get; init; } = [];

    /// <summary>Services without a ready endpoint, as <c>namespace/name</c>.</summary>
    public IReadOnlySet<string> ServicesWithoutEndpoints { get; init; } = new HashSet<string>();

    /// <summary>Secrets: certificates, password files and CA certificates.</summary>
    public IReadOnlyList<V1Secret> Secrets { get; init; } = [];

    /// <summary>ConfigMaps: the controller's own and those that annotations name.</summary>
    public IReadOnlyList<V1ConfigMap> ConfigMaps { get; init; } = [];

    /// <summary>Arguments of the controller's container, such as <c>--default-backend-service=ops/pages</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
