using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Tenancy;

/// <summary>The mark of a suspended tenant's namespace. Sealos' resources controller watches it and keeps new objects suspended.</summary>
internal static class SuspendedNamespace
{
    /// <summary>Keeps the mark that was there before; empty for none.</summary>
    internal const string Record = "sealos.io/network-status-before";

    private const string Suspended = "Suspend";
    private const string Resumed = "ResumeCompleted";

    public static NetworkStep Suspend(V1Namespace space)
    {
        var status = space.Metadata.Annotations?.GetOrNull(TenantMarks.NetworkStatus);
        return status == Suspended
            ? new NetworkStep(space, null)
            : Step(space, new JsonObject { [TenantMarks.NetworkStatus] = Suspended, [Record] = status ?? "" });
    }

    public static NetworkStep Resume(V1Namespace space)
    {
        if (space.Metadata.Annotations?.GetOrNull(Record) is { } before)
            return Step(
                space,
                new JsonObject { [TenantMarks.NetworkStatus] = before.Length == 0 ? null : before, [Record] = null }
            );
        return space.Metadata.Annotations?.GetOrNull(TenantMarks.NetworkStatus) == Suspended
            ? Step(space, new JsonObject { [TenantMarks.NetworkStatus] = Resumed })
            : new NetworkStep(space, null);
    }

    private static NetworkStep Step(V1Namespace space, JsonObject annotations) =>
        new(
            space,
            new NetworkEdit(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } }, null)
        );
}
