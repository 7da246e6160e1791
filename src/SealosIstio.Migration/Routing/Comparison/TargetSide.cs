using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Routing.Comparison;

/// <summary>The Istio gateway with the objects of a conversion in place.</summary>
internal static class TargetSide
{
    public static GatewayConfiguration Of(
        IReadOnlyList<KubernetesObject> converted,
        IReadOnlyList<V1Ingress> ingresses,
        ClusterSnapshot snapshot,
        ConversionOptions options
    )
    {
        List<V1Service> services = [.. snapshot.All<V1Service>(), .. converted.OfType<V1Service>()];
        if (!snapshot.IsComplete)
            services.AddRange(AssumedServices.For(ingresses, services));
        var mesh = MeshSettings.Read(snapshot, options);
        var gateways = converted.OfType<Kubernetes.Istio.Gateway>().ToList();
        var names = gateways.Select(gateway => gateway.ToString()).ToHashSet();
        return new GatewayConfiguration
        {
            // The cluster's own Gateways count as well: the shared one may be there already.
            Gateways =
            [
                .. gateways,
                .. snapshot.All<Kubernetes.Istio.Gateway>().Where(gateway => !names.Contains(gateway.ToString())),
            ],
            VirtualServices = [.. converted.OfType<VirtualService>()],
            DestinationRules = [.. converted.OfType<DestinationRule>()],
            AuthorizationPolicies = [.. converted.OfType<AuthorizationPolicy>()],
            EnvoyFilters = [.. converted.OfType<EnvoyFilter>()],
            ServiceEntries = [.. converted.OfType<ServiceEntry>()],
            Services = services,
            WorkloadNamespace = options.GatewayNamespace,
            WorkloadLabels = options.GatewaySelector,
            RootNamespace = options.GatewayNamespace,
            ClusterDomain = options.ClusterDomain,
            PathNormalization = NormalizationOf(mesh),
            TrustedProxies = mesh.TrustedProxies,
        };
    }

    private static PathNormalization NormalizationOf(MeshSettings mesh) =>
        mesh.PathNormalization switch
        {
            "NONE" => PathNormalization.None,
            "MERGE_SLASHES" => PathNormalization.MergeSlashes,
            "DECODE_AND_MERGE_SLASHES" => PathNormalization.DecodeAndMergeSlashes,
            _ => PathNormalization.Base,
        };
}
