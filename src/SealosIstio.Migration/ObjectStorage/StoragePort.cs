using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>The port of MinIO's Service that S3 is behind.</summary>
internal static class StoragePort
{
    private const string Name = "http-minio";
    private const string Target = "9000";

    /// <exception cref="ResourceException">There is no such port, or it isn't clear which.</exception>
    public static V1ServicePort Find(V1Service service, int? number)
    {
        var ports = (service.Spec?.Ports ?? []).Where(port => port.Port is not null).ToList();
        var found =
            number is not null ? ports.Find(port => port.Port == number)
            : ports.Find(port => port.Name == Name) is { } named ? named
            : ports.Find(port => port.TargetPort?.ToString() == Target) is { } targeted ? targeted
            : ports is [var only] ? only
            : null;
        return found
            ?? throw new ResourceException(
                ResourceProblem.Invalid,
                ResourceIdentity.Of(service),
                $"{ResourceIdentity.Of(service)}: spec.ports has "
                    + (number is null ? $"none called {Name} and none with target {Target}" : $"no port {number}")
                    + $", only {string.Join(", ", ports.Select(port => $"{port.Name ?? "(no name)"} {port.Port}"))}.",
                "Name the port that S3 is behind with -ServicePort."
            );
    }

    /// <summary>Whether two ports of one Service are the same: their number and protocol are its key.</summary>
    public static bool IsSame(V1ServicePort one, V1ServicePort other) =>
        one.Port == other.Port && (one.Protocol ?? "TCP") == (other.Protocol ?? "TCP");
}
