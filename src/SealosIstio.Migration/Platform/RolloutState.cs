using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Platform;

/// <summary>How far a workload is.</summary>
/// <param name="Name">The workload, as <c>namespace/name</c>.</param>
/// <param name="Ready">How many Pods of the newest template are available.</param>
/// <param name="Wanted">How many there should be.</param>
/// <param name="IsDone">Whether all are there and none of an older template is left.</param>
public sealed record RolloutState(string Name, int Ready, int Wanted, bool IsDone)
{
    /// <summary>Reads the state off a Deployment, by the same rules as <c>kubectl rollout status</c>.</summary>
    public static RolloutState Of(V1Deployment deployment)
    {
        var wanted = deployment.Spec?.Replicas ?? 1;
        var status = deployment.Status ?? new V1DeploymentStatus();
        var updated = status.UpdatedReplicas ?? 0;
        var available = Math.Min(status.AvailableReplicas ?? 0, updated);
        return new RolloutState(
            NameOf(deployment),
            available,
            wanted,
            IsSeen(status.ObservedGeneration, deployment)
                && updated >= wanted
                && available >= wanted
                && (status.Replicas ?? 0) <= updated
        );
    }

    /// <summary>Reads the state off a DaemonSet.</summary>
    public static RolloutState Of(V1DaemonSet set)
    {
        var status = set.Status ?? new V1DaemonSetStatus();
        var wanted = status.DesiredNumberScheduled ?? 0;
        var available = Math.Min(status.NumberAvailable ?? 0, status.UpdatedNumberScheduled ?? 0);
        return new RolloutState(
            NameOf(set),
            available,
            wanted,
            IsSeen(status.ObservedGeneration, set) && wanted > 0 && available >= wanted
        );
    }

    /// <summary>Reads the state off a StatefulSet.</summary>
    public static RolloutState Of(V1StatefulSet set)
    {
        var status = set.Status ?? new V1StatefulSetStatus();
        var wanted = set.Spec?.Replicas ?? 1;
        // AvailableReplicas came with Kubernetes 1.22.
        var ready = Math.Min(status.AvailableReplicas ?? status.ReadyReplicas ?? 0, status.UpdatedReplicas ?? 0);
        return new RolloutState(
            NameOf(set),
            ready,
            wanted,
            IsSeen(status.ObservedGeneration, set) && ready >= wanted && (status.Replicas ?? 0) <= ready
        );
    }

    /// <summary><c>namespace/name ready of wanted</c>.</summary>
    public override string ToString() => $"{Name} {Ready} of {Wanted}";

    private static string NameOf(KubernetesObject workload) =>
        $"{workload.Metadata.NamespaceProperty}/{workload.Metadata.Name}";

    private static bool IsSeen(long? observed, KubernetesObject workload) =>
        observed >= (workload.Metadata.Generation ?? 0);
}
