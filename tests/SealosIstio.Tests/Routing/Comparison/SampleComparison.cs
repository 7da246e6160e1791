using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Routing.Comparison;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Tests.Routing.Comparison;

/// <summary>The sample cluster, converted with the defaults and ready to be compared.</summary>
internal sealed record SampleComparison(
    IReadOnlyList<SealosIngress> Ingresses,
    ClusterSnapshot Snapshot,
    ConversionOptions Options,
    ConversionResult Result,
    RouteComparison Comparison
)
{
    public static async Task<SampleComparison> LoadAsync()
    {
        var path = Path.Combine(RepositoryRoot.Path, "examples", "clusters", "sealos");
        await using var cluster = await ManifestCluster.LoadAsync(path, null, CancellationToken.None);
        var snapshot = await ClusterSnapshot.ReadAsync(cluster, CancellationToken.None);
        var options = new ConversionOptions { PublicDomains = ["cloud.sealos.io"] };
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var ingresses = new List<SealosIngress>();
        await foreach (var ingress in new IngressQuery(cluster, classifier, new()).ReadAsync(CancellationToken.None))
            ingresses.Add(ingress);
        var result = IngressConverter.Convert(ingresses, snapshot, options);
        return new(ingresses, snapshot, options, result, new RouteComparison(ingresses, snapshot, result, options));
    }
}
