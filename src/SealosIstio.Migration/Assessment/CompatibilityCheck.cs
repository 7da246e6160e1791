using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether something in the cluster gets in Istio's way: leftovers of its kinds, webhooks, ports.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="platform">The platform's settings.</param>
/// <param name="ports">The ports to look for.</param>
public sealed class CompatibilityCheck(IKubernetesCluster cluster, ConversionOptions platform, IReadOnlyList<int> ports)
{
    /// <summary>The gateway's ports, and those that a sidecar takes for itself.</summary>
    public static readonly IReadOnlyList<int> DefaultPorts = [80, 443, 15000, 15001, 15006, 15008, 15020, 15021, 15090];

    internal const string Suite = "IstioCompatibility";

    private const string GatewayApi = "gateway.networking.k8s.io";
    private static readonly string[] Kinds = [VirtualService.KubeKind, Gateway.KubeKind, DestinationRule.KubeKind];

    /// <summary>Checks it. Reads, and writes nothing.</summary>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var facts = await ClusterFacts.ReadAsync(cluster, platform, withPods: true, cancellationToken);
        yield return await KindsAsync(facts, cancellationToken);
        yield return await GatewayNameAsync(cancellationToken);
        await foreach (var result in new WebhookCheck(Suite, cluster).CheckAsync(facts, cancellationToken))
            yield return result;
        var check = new PortCheck(Suite, facts);
        foreach (var port in ports.Distinct())
            yield return check.Check(port);
    }

    private async Task<SealosCheckResult> KindsAsync(ClusterFacts facts, CancellationToken cancellationToken)
    {
        var served = new List<string>();
        foreach (var kind in Kinds)
            if (
                await cluster.FindResourceTypeAsync(VirtualService.KubeGroup, kind, null, cancellationToken) is { } type
            )
                served.Add($"{kind} {type.Version}");
        var planes = facts.ControlPlanes?.ToList();
        var (status, detail) = (served.Count, planes) switch
        {
            (0, _) => (CheckStatus.Pass, "Istio isn't installed yet, and nothing of an older installation is left."),
            (3, null) => (CheckStatus.Skip, "Deployments may not be listed: whether a control plane runs isn't known."),
            (3, { Count: > 0 }) => (CheckStatus.Pass, (string?)null),
            (3, _) => (
                CheckStatus.Warn,
                "No control plane runs: the kinds are left over from an older installation, or the control plane is elsewhere."
            ),
            _ => (CheckStatus.Fail, "Only a part of Istio's kinds is there: complete or remove the installation."),
        };
        return new SealosCheckResult(
            Suite,
            "IstioKinds",
            cluster.Name,
            status,
            "all of Istio's kinds and a control plane, or none",
            served.Count == 0 ? "none"
                : planes is { Count: > 0 } ? $"{string.Join(", ", served)}; {string.Join(", ", planes.Distinct())}"
                : string.Join(", ", served),
            detail
        );
    }

    private async Task<SealosCheckResult> GatewayNameAsync(CancellationToken cancellationToken)
    {
        var type = await cluster.FindResourceTypeAsync(GatewayApi, Gateway.KubeKind, null, cancellationToken);
        return new SealosCheckResult(
            Suite,
            "GatewayName",
            cluster.Name,
            type is null ? CheckStatus.Pass : CheckStatus.Warn,
            "one kind called Gateway",
            type is null ? "one" : $"another of {GatewayApi}",
            type is null ? null : "\"kubectl get gateway\" may show the other kind: write gateways.networking.istio.io."
        );
    }
}
