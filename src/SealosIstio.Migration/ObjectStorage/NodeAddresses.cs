using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Where node ports are reached.</summary>
internal static class NodeAddresses
{
    /// <summary>One address per node, the external one where there is one; none when nodes can't be listed.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var found = new List<string>();
        try
        {
            await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Node>(), new ListOptions(), cancellationToken))
                if (item is V1Node { Status.Addresses: { } addresses })
                {
                    var address =
                        addresses.FirstOrDefault(entry => entry.Type == "ExternalIP")
                        ?? addresses.FirstOrDefault(entry => entry.Type == "InternalIP");
                    if (address?.Address is { Length: > 0 } text)
                        found.Add(text);
                }
        }
        catch (KubernetesApiException exception) when (exception.Code is 403 or 404)
        {
            // Who may not list nodes learns the port all the same.
        }
        return found;
    }

    /// <summary>A host and port as a URL has them: an IPv6 address in brackets.</summary>
    public static string Url(string scheme, string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"{scheme}://[{host}]:{port}" : $"{scheme}://{host}:{port}";
}
