using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>What a Pod takes of its node.</summary>
/// <param name="Owner">The Pod as <c>namespace/name</c>.</param>
/// <param name="Node">The node; empty while it has none.</param>
/// <param name="Cpu">Cores.</param>
/// <param name="Memory">Bytes.</param>
/// <param name="HostPorts">The ports that it takes of the node itself.</param>
internal sealed record PodRequest(string Owner, string Node, decimal Cpu, decimal Memory, IReadOnlyList<int> HostPorts)
{
    public static PodRequest Of(V1Pod pod)
    {
        var containers = pod.Spec?.Containers ?? [];
        // A Pod that has ended holds nothing any more.
        var isOver = pod.Status?.Phase is "Succeeded" or "Failed";
        return new PodRequest(
            $"{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}",
            pod.Spec?.NodeName ?? "",
            isOver ? 0 : Sum(pod, "cpu"),
            isOver ? 0 : Sum(pod, "memory"),
            isOver
                ? []
                :
                [
                    .. containers
                        .SelectMany(container => container.Ports ?? [])
                        .Select(port => port.HostPort ?? (pod.Spec?.HostNetwork == true ? port.ContainerPort : null))
                        .Where(port => port is not null)
                        .Select(port => port!.Value),
                ]
        );
    }

    // Init containers run before the others, one at a time: what counts is the larger of the two.
    private static decimal Sum(V1Pod pod, string name) =>
        Math.Max(
            (pod.Spec?.Containers ?? []).Sum(container => NodeCapacity.Amount(container.Resources?.Requests, name)),
            (pod.Spec?.InitContainers ?? [])
                .Select(container => NodeCapacity.Amount(container.Resources?.Requests, name))
                .DefaultIfEmpty()
                .Max()
        );
}
