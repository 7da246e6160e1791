using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Rehearsal;

namespace SealosIstio.Tests.Cutover;

/// <summary>Everything that some namespaces hold, object by object, without what only the server writes and without the records of runs.</summary>
internal static class CloudSnapshot
{
    private static readonly string[] Passing =
    [
        "events",
        "leases",
        "endpoints",
        "endpointslices",
        "pods",
        "replicasets",
    ];

    /// <summary>By kind, namespace and name: the object as text.</summary>
    public static async Task<SortedDictionary<string, string>> TakeAsync(
        IKubernetesCluster cluster,
        IReadOnlyList<string> namespaces
    )
    {
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var wanted = namespaces.ToHashSet(StringComparer.Ordinal);
        // A server that others share has more than is asked for; one with many of these namespaces is asked once.
        IReadOnlyList<string?> queries = namespaces.Count > 10 ? [null] : [.. namespaces];
        foreach (var type in await cluster.GetResourceTypesAsync())
        {
            if (!type.Namespaced || Passing.Contains(type.PluralName))
                continue;
            foreach (var space in queries)
                try
                {
                    await foreach (var item in cluster.ListAsync(type, new ListOptions { Namespace = space }))
                        if (
                            wanted.Contains(item.Metadata.NamespaceProperty!)
                            && !ClusterImage.IsRecord(item)
                            && !IsOfTheServer(type, item)
                        )
                            objects[$"{type.QualifiedName} {item.Metadata.NamespaceProperty}/{item.Metadata.Name}"] =
                                ClusterImage.TextOf(item);
                }
                catch (KubernetesApiException exception) when (exception.Code is 404 or 405)
                {
                    // A kind that can only be made, such as reviews.
                }
        }
        return objects;
    }

    /// <summary>Fails with the first object that differs.</summary>
    public static void AssertEqual(
        SortedDictionary<string, string> expected,
        SortedDictionary<string, string> actual,
        string what = ""
    )
    {
        foreach (var key in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
            Assert.True(
                expected.GetValueOrDefault(key) == actual.GetValueOrDefault(key),
                $"{what} {key}\nexpected: {expected.GetValueOrDefault(key) ?? "nothing"}\nactual:   {actual.GetValueOrDefault(key) ?? "nothing"}"
            );
    }

    /// <summary>The same with what differs from run to run, or from server to server, left out: ids, times, addresses of Services.</summary>
    public static SortedDictionary<string, string> WithoutRun(SortedDictionary<string, string> objects) =>
        new(
            objects.ToDictionary(
                entry => entry.Key,
                entry =>
                    System.Text.RegularExpressions.Regex.Replace(
                        entry.Value,
                        "[0-9]{8}-[0-9]{6}-[0-9a-f]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|10[.]0(?:[.][0-9]{1,3}){2}",
                        "*"
                    )
            ),
            StringComparer.Ordinal
        );

    // A namespace's own account and its token are there when the server gets to it.
    private static bool IsOfTheServer(ResourceType type, KubernetesObject item) =>
        item is V1Secret { Type: "kubernetes.io/service-account-token" }
        || (type.PluralName == "serviceaccounts" && item.Metadata.Name == "default");
}
