using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Kubernetes.Model;

/// <summary>A kind that has a class.</summary>
/// <param name="ClrType">The class, derived from <see cref="KubernetesObject"/>.</param>
/// <param name="ResourceType">The resource in its default version.</param>
public sealed record KnownType(Type ClrType, ResourceType ResourceType);

/// <summary>
/// The kinds that have a class, by group and kind. A class serves every version of its kind; an object keeps the
/// apiVersion that it was read with.
/// </summary>
public static class KnownTypes
{
    /// <summary>Every kind that has a class.</summary>
    public static IReadOnlyList<KnownType> All { get; } =
    [
        Kind<V1Ingress>(V1Ingress.KubeGroup, V1Ingress.KubeApiVersion, V1Ingress.KubeKind, V1Ingress.KubePluralName),
        Kind<V1IngressClass>(
            V1IngressClass.KubeGroup,
            V1IngressClass.KubeApiVersion,
            V1IngressClass.KubeKind,
            V1IngressClass.KubePluralName,
            namespaced: false
        ),
        Kind<V1Service>(V1Service.KubeGroup, V1Service.KubeApiVersion, V1Service.KubeKind, V1Service.KubePluralName),
        Kind<V1Secret>(V1Secret.KubeGroup, V1Secret.KubeApiVersion, V1Secret.KubeKind, V1Secret.KubePluralName),
        Kind<V1ConfigMap>(
            V1ConfigMap.KubeGroup,
            V1ConfigMap.KubeApiVersion,
            V1ConfigMap.KubeKind,
            V1ConfigMap.KubePluralName
        ),
        Kind<V1Namespace>(
            V1Namespace.KubeGroup,
            V1Namespace.KubeApiVersion,
            V1Namespace.KubeKind,
            V1Namespace.KubePluralName,
            namespaced: false
        ),
        Kind<V1EndpointSlice>(
            V1EndpointSlice.KubeGroup,
            V1EndpointSlice.KubeApiVersion,
            V1EndpointSlice.KubeKind,
            V1EndpointSlice.KubePluralName
        ),
        Kind<Gateway>(Gateway.KubeGroup, Gateway.KubeApiVersion, Gateway.KubeKind, Gateway.KubePluralName),
        Kind<VirtualService>(
            VirtualService.KubeGroup,
            VirtualService.KubeApiVersion,
            VirtualService.KubeKind,
            VirtualService.KubePluralName
        ),
        Kind<DestinationRule>(
            DestinationRule.KubeGroup,
            DestinationRule.KubeApiVersion,
            DestinationRule.KubeKind,
            DestinationRule.KubePluralName
        ),
        Kind<EnvoyFilter>(
            EnvoyFilter.KubeGroup,
            EnvoyFilter.KubeApiVersion,
            EnvoyFilter.KubeKind,
            EnvoyFilter.KubePluralName
        ),
        Kind<ServiceEntry>(
            ServiceEntry.KubeGroup,
            ServiceEntry.KubeApiVersion,
            ServiceEntry.KubeKind,
            ServiceEntry.KubePluralName
        ),
        Kind<AuthorizationPolicy>(
            AuthorizationPolicy.KubeGroup,
            AuthorizationPolicy.KubeApiVersion,
            AuthorizationPolicy.KubeKind,
            AuthorizationPolicy.KubePluralName
        ),
        Kind<Certificate>(
            Certificate.KubeGroup,
            Certificate.KubeApiVersion,
            Certificate.KubeKind,
            Certificate.KubePluralName
        ),
        Kind<Issuer>(Issuer.KubeGroup, Issuer.KubeApiVersion, Issuer.KubeKind, Issuer.KubePluralName),
        Kind<ClusterIssuer>(
            ClusterIssuer.KubeGroup,
            ClusterIssuer.KubeApiVersion,
            ClusterIssuer.KubeKind,
            ClusterIssuer.KubePluralName,
            namespaced: false
        ),
    ];

    private static readonly Dictionary<Type, KnownType> ByClass = All.ToDictionary(known => known.ClrType);

    private static readonly Dictionary<(string Group, string Kind), KnownType> ByKind = All.ToDictionary(known =>
        (known.ResourceType.Group, known.ResourceType.Kind)
    );

    /// <summary>The resource, in its default version, that a class models.</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> isn't the class of one kind.</exception>
    public static ResourceType Of<T>()
        where T : KubernetesObject =>
        ByClass.TryGetValue(typeof(T), out var known)
            ? known.ResourceType
            : throw new InvalidOperationException($"{typeof(T).Name} isn't the class of one kind.");

    /// <summary>The class of a kind, whatever its version; null when it has none.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="kind">The kind in CamelCase.</param>
    public static KnownType? Find(string group, string kind) => ByKind.GetValueOrDefault((group, kind));

    private static KnownType Kind<T>(string group, string version, string kind, string plural, bool namespaced = true)
        where T : KubernetesObject, new() => new(typeof(T), new ResourceType(group, version, kind, plural, namespaced));
}
