using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Applying;

/// <summary>What must be there before what.</summary>
internal static class ApplyOrder
{
    private static readonly string[] First =
    [
        V1Namespace.KubeKind,
        V1Secret.KubeKind,
        V1ConfigMap.KubeKind,
        V1Service.KubeKind,
        Issuer.KubeKind,
        ClusterIssuer.KubeKind,
        Certificate.KubeKind,
        ServiceEntry.KubeKind,
        Gateway.KubeKind,
        DestinationRule.KubeKind,
        EnvoyFilter.KubeKind,
        AuthorizationPolicy.KubeKind,
    ];

    /// <summary>
    /// The place of a kind. Everything unknown comes before VirtualService: a route goes live only when all that it stands on
    /// is there. Delegates come before the VirtualServices that name them.
    /// </summary>
    public static int RankOf(KubernetesObject resource)
    {
        if (resource is VirtualService virtualService)
            return First.Length + (virtualService.Spec?.Hosts is { Count: > 0 } ? 2 : 1);
        var rank = Array.IndexOf(First, resource.Kind);
        return rank >= 0 ? rank : First.Length;
    }

    /// <summary>Whether an object doesn't work without another one of the same run.</summary>
    public static bool DependsOn(KubernetesObject resource, KubernetesObject other) =>
        (resource, other) switch
        {
            (VirtualService route, Gateway gateway) => GatewayNames
                .Of(route)
                .Contains($"{gateway.Metadata.NamespaceProperty}/{gateway.Metadata.Name}", StringComparer.Ordinal),
            (VirtualService route, DestinationRule rule) => DestinationsOf(route)
                .Any(destination => destination.Subset is not null && destination.Host == rule.Spec?.Host),
            (VirtualService route, ServiceEntry entry) => DestinationsOf(route)
                .Any(destination => destination.Host is { } host && entry.Spec?.Hosts?.Contains(host) == true),
            (VirtualService route, VirtualService target) => (route.Spec?.Http ?? []).Any(http =>
                http.Delegate is { } called
                && called.Name == target.Metadata.Name
                && (called.Namespace ?? route.Metadata.NamespaceProperty) == target.Metadata.NamespaceProperty
            ),
            (VirtualService route, AuthorizationPolicy policy) => GuardedHosts
                .Of(policy)
                .Overlaps(route.Spec?.Hosts ?? []),
            (VirtualService route, EnvoyFilter filter) => EnvoyFilterTargets.Patches(filter, route),
            (EnvoyFilter filter, EnvoyFilter inserted) => EnvoyFilterTargets.Configures(filter, inserted),
            (Gateway gateway, V1Secret secret) => UsesCredential(gateway, secret.Metadata.Name),
            (Gateway gateway, Certificate certificate) => UsesCredential(gateway, certificate.Spec?.SecretName),
            (Certificate certificate, Issuer issuer) => certificate.Spec?.IssuerRef is { Kind: Issuer.KubeKind } wanted
                && wanted.Name == issuer.Metadata.Name
                && certificate.Metadata.NamespaceProperty == issuer.Metadata.NamespaceProperty,
            _ => false,
        };

    private static bool UsesCredential(Gateway gateway, string? secretName) =>
        secretName is not null
        && (gateway.Spec?.Servers ?? []).Any(server =>
            server.Tls?.CredentialName is { } credential
            && (credential == secretName || ObjectNames.Authority(credential) == secretName)
        );

    private static IEnumerable<Destination> DestinationsOf(VirtualService route) =>
        (route.Spec?.Http ?? [])
            .SelectMany(http => http.Route ?? [])
            .Select(weighted => weighted.Destination)
            .Where(destination => destination is not null)
            .Select(destination => destination!);
}
