using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Tests.Conversion;

/// <summary>What a part of a cluster's Ingresses is converted into when other Ingresses, not chosen, need the same objects.</summary>
public sealed class SelectedObjectsTests
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    [Theory]
    [InlineData($"{Prefix}proxy-read-timeout: '300'", "sealos-istio-route-idle-300s")]
    [InlineData($"{Prefix}limit-rps: '5'", "sealos-istio-client-limits sealos-istio-route-5rs-x5-503")]
    public async Task The_filters_of_its_routes_come_along(string annotation, string expected)
    {
        var first = Ingress("first", "first.test", annotation, "2024-01-01T00:00:00Z");
        var second = Ingress("second", "second.test", annotation, "2024-01-02T00:00:00Z");
        await using var cluster = ManifestCluster.Create(
            KubernetesYaml
                .Load(first + second + Cloud.Service("web"), "test.yaml")
                .Select(item => item.Object ?? throw new InvalidOperationException(item.Error!.ToString()))
        );
        var chosen = (V1Ingress)KubernetesYaml.Load(second, "test.yaml").Single().Object!;

        var run = await SelectedConversion.ConvertAsync([chosen], cluster, Cloud.Keeping);

        Assert.Equal(
            expected.Split(' '),
            run.Selected.Objects.OfType<EnvoyFilter>()
                .Select(filter => filter.Metadata.Name)
                .Order(StringComparer.Ordinal)
        );
    }

    private static string Ingress(string name, string host, string annotation, string created) =>
        Cloud.Ingress(name, Cloud.Rules(host, "/ Prefix web 80"), annotations: annotation, created: created);
}
