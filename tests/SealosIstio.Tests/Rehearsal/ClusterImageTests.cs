using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Rehearsal;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>Whether the rehearsal would notice that something isn't as it was.</summary>
public sealed class ClusterImageTests
{
    private readonly ManifestCluster cluster = ManifestCluster.Create();

    [Fact]
    public async Task Names_what_is_gone_new_or_changed_and_nothing_else()
    {
        await ApplyAsync("same", "1");
        await ApplyAsync("changed", "1");
        await ApplyAsync("gone", "1");
        var before = await ClusterImage.TakeAsync(cluster, default);

        await cluster.DeleteAsync(KnownTypes.Of<V1ConfigMap>(), "ns-a", "gone");
        await cluster.DeleteAsync(KnownTypes.Of<V1ConfigMap>(), "ns-a", "same");
        await ApplyAsync("same", "1");
        await ApplyAsync("changed", "2");
        await ApplyAsync("new", "1");

        Assert.Equal(
            ["ConfigMap ns-a/changed", "ConfigMap ns-a/gone", "ConfigMap ns-a/new"],
            ClusterImage.Differences(before, await ClusterImage.TakeAsync(cluster, default))
        );
    }

    private async Task ApplyAsync(string name, string value)
    {
        await cluster.ApplyAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "ns-a" } }, new ApplyOptions());
        await cluster.ApplyAsync(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns-a" },
                Data = new Dictionary<string, string> { ["value"] = value },
            },
            new ApplyOptions()
        );
    }
}
