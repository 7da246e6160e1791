using SealosIstio.Kubernetes.Cluster;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Discovery.</summary>
public abstract class DiscoveryContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Built_in_kinds_are_found()
    {
        Assert.Equal(ConfigMaps, await Cluster.FindResourceTypeAsync("", "ConfigMap"));
        Assert.Equal(Namespaces, await Cluster.FindResourceTypeAsync("", "Namespace", "v1"));
        Assert.Equal(Ingresses, await Cluster.FindResourceTypeAsync("networking.k8s.io", "Ingress"));
        Assert.Equal(
            new ResourceType("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
            await Cluster.FindResourceTypeAsync("rbac.authorization.k8s.io", "ClusterRole")
        );
    }

    [ContractFact]
    public async Task Kinds_and_versions_that_are_not_served_are_not_found()
    {
        Assert.Null(await Cluster.FindResourceTypeAsync("nobody.example.com", "Nothing"));
        Assert.Null(await Cluster.FindResourceTypeAsync("", "Nothing"));
        Assert.Null(await Cluster.FindResourceTypeAsync("networking.k8s.io", "ConfigMap"));
        Assert.Null(await Cluster.FindResourceTypeAsync("", "ConfigMap", "v2"));
    }

    [ContractFact]
    public async Task Istios_kinds_are_found_in_the_version_that_every_release_serves()
    {
        Assert.Equal(
            VirtualServices,
            await Cluster.FindResourceTypeAsync("networking.istio.io", "VirtualService", "v1beta1")
        );
        var filter = await Cluster.FindResourceTypeAsync("networking.istio.io", "EnvoyFilter");
        Assert.Equal("v1alpha3", filter?.Version);
        Assert.NotNull(await Cluster.FindResourceTypeAsync("networking.istio.io", "Gateway"));
    }

    [ContractFact]
    public async Task All_types_are_listed_once_and_without_subresources()
    {
        var types = await Cluster.GetResourceTypesAsync();

        Assert.Contains(ConfigMaps, types);
        Assert.Contains(Ingresses, types);
        Assert.Contains(types, type => type is { Group: "networking.istio.io", Kind: "VirtualService" });
        Assert.DoesNotContain(types, type => type.PluralName.Contains('/', StringComparison.Ordinal));
        Assert.Equal(types.Count, types.DistinctBy(type => (type.Group, type.Kind)).Count());
    }
}
