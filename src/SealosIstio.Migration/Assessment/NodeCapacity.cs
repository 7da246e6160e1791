using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>What a node has for Pods, and what is left of it.</summary>
/// <param name="Name">The node.</param>
/// <param name="IsReady">Whether it says that it is ready.</param>
/// <param name="KubeletVersion">Its kubelet's version, such as <c>v1.30.4</c>; null when it doesn't say.</param>
/// <param name="Cpu">What Pods may use, in cores.</param>
/// <param name="Memory">What Pods may use, in bytes.</param>
/// <param name="FreeCpu">What running Pods haven't requested, in cores; null when Pods may not be listed.</param>
/// <param name="FreeMemory">The same of memory, in bytes.</param>
public sealed record NodeCapacity(
    string Name,
    bool IsReady,
    string? KubeletVersion,
    decimal Cpu,
    decimal Memory,
    decimal? FreeCpu,
    decimal? FreeMemory
)
{
    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static IReadOnlyList<NodeCapacity> Of(IEnumerable<V1Node> nodes, IEnumerable<PodRequest>? pods)
    {
        var requests = pods?.ToLookup(pod => pod.Node, StringComparer.Ordinal);
        return [.. nodes.Select(node => Of(node, requests?[node.Metadata.Name ?? ""]))];
    }

    private static NodeCapacity Of(V1Node node, IEnumerable<PodRequest>? pods)
    {
        var (cpu, memory) = (Amount(node.Status?.Allocatable, "cpu"), Amount(node.Status?.Allocatable, "memory"));
        var requests = pods?.ToList();
        return new NodeCapacity(
            node.Metadata.Name ?? "",
            node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true,
            node.Status?.NodeInfo?.KubeletVersion,
            cpu,
            memory,
            cpu - requests?.Sum(pod => pod.Cpu),
            memory - requests?.Sum(pod => pod.Memory)
        );
    }

    internal static decimal Amount(IDictionary<string, ResourceQuantity>? amounts, string name) =>
        amounts is not null && amounts.TryGetValue(name, out var text) && text.TryGetValue(out var value) ? value : 0;
}
