using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Connections;

namespace SealosIstio.Connections;

/// <summary>
/// From which connection an object was read, so that <c>Get-IstioResource -Connection a | Remove-IstioResource</c> can't hit
/// another cluster. Kept beside the objects: a property would show up in their JSON and YAML.
/// </summary>
internal static class ObjectOrigins
{
    private static readonly ConditionalWeakTable<KubernetesObject, SealosConnection> Origins = [];

    /// <summary>Notes where an object comes from.</summary>
    public static void Note(KubernetesObject resource, SealosConnection connection) =>
        Origins.AddOrUpdate(resource, connection);

    /// <summary>Where an object comes from; null when no open connection of this process read it.</summary>
    public static SealosConnection? OpenOf(KubernetesObject resource) =>
        Origins.TryGetValue(resource, out var connection) && !connection.IsClosed ? connection : null;
}
