using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>The release of Istio in the cluster, as the tag of istiod's image tells it.</summary>
internal static class IstioRelease
{
    private const string Container = "discovery";
    private const string Image = "pilot";

    /// <summary>The oldest one that runs, when there are several; null when none is known.</summary>
    public static Version? Of(ClusterSnapshot snapshot) =>
        snapshot
            .All<V1Deployment>()
            .SelectMany(item => item.Spec?.Template?.Spec?.Containers ?? [])
            .Where(container => container.Name == Container)
            .Select(VersionOf)
            .Where(version => version is not null)
            .Min();

    // docker.io/istio/pilot:1.28.1-distroless@sha256:...
    private static Version? VersionOf(V1Container container)
    {
        var parts = container.Image?.Split('@')[0].Split('/')[^1].Split(':') ?? [];
        return parts is [Image, var tag] && Version.TryParse(tag.Split('-')[0], out var version) ? version : null;
    }
}
