using System.Collections.Concurrent;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Migration.Resources;

/// <summary>What a cluster serves, asked once per kind and run.</summary>
/// <param name="cluster">The cluster.</param>
public sealed class ServedTypes(IKubernetesCluster cluster)
{
    private readonly ConcurrentDictionary<(string Group, string Kind, string? Version), ResourceType?> known = new();

    /// <summary>The type of an object as the cluster serves it: in the object's version, else in the preferred one.</summary>
    /// <exception cref="ResourceException">The cluster doesn't serve the kind.</exception>
    public async Task<ResourceType> RequireAsync(ResourceIdentity identity, CancellationToken cancellationToken)
    {
        var served =
            await FindAsync(identity.Group, identity.Kind, identity.Version, cancellationToken)
            ?? await FindAsync(identity.Group, identity.Kind, null, cancellationToken)
            ?? throw NotInstalled(identity);
        // All versions of Istio's kinds share one schema; of other kinds nobody here knows.
        if (served.Version == identity.Version || IsIstio(identity.Group))
            return served;
        throw NotInstalled(identity, $" It serves {served.ApiVersion} only.");
    }

    /// <summary>The object in the version that the cluster serves; the object itself when that is the same.</summary>
    public static KubernetesObject InVersion(KubernetesObject resource, ResourceType type)
    {
        if (resource.ApiVersion == type.ApiVersion)
            return resource;
        var copy = KubernetesJson.Clone(resource);
        copy.ApiVersion = type.ApiVersion;
        return copy;
    }

    /// <summary>Whether a group is one of Istio's.</summary>
    public static bool IsIstio(string group) => group.EndsWith(".istio.io", StringComparison.Ordinal);

    private async Task<ResourceType?> FindAsync(
        string group,
        string kind,
        string? version,
        CancellationToken cancellationToken
    )
    {
        var key = (group, kind, version);
        if (!known.TryGetValue(key, out var type))
            known[key] = type = await cluster.FindResourceTypeAsync(group, kind, version, cancellationToken);
        return type;
    }

    private ResourceException NotInstalled(ResourceIdentity identity, string detail = "") =>
        new(
            ResourceProblem.TypeNotInstalled,
            identity with
            {
                Name = "",
                Namespace = null,
            },
            $"The cluster '{cluster.Name}' doesn't serve {identity.Kind} of {identity.ApiVersion}.{detail}",
            IsIstio(identity.Group)
                ? "Install Istio's CustomResourceDefinitions (istioctl install, or the chart istio/base), then run it again."
                : $"Install what brings the kind (group {identity.Group}), then run it again."
        );
}
