using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Resources;

/// <summary>Lists the routing objects of a cluster: Istio's kinds, and cert-manager's when they are named.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="kinds">
/// Kinds, plurals, qualified plurals or kubectl's short names, with wildcards. None: every kind of Istio that the cluster serves.
/// </param>
/// <param name="names">Names; an exact one must exist.</param>
/// <param name="namespaces">Namespaces.</param>
/// <param name="selector">A label selector; null for all.</param>
public sealed class ResourceQuery(
    IKubernetesCluster cluster,
    NamePatterns kinds,
    NamePatterns names,
    NamePatterns namespaces,
    string? selector = null
)
{
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gw"] = "Gateway",
        ["vs"] = "VirtualService",
        ["dr"] = "DestinationRule",
        ["se"] = "ServiceEntry",
        ["we"] = "WorkloadEntry",
        ["ap"] = "AuthorizationPolicy",
        ["pa"] = "PeerAuthentication",
        ["ra"] = "RequestAuthentication",
        ["cert"] = "Certificate",
    };

    private readonly HashSet<string> exactNames = new(names.ExactNames, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists the objects, kind by kind, as they arrive.</summary>
    /// <exception cref="ResourceException">The cluster doesn't serve a kind that was named, or none of Istio's.</exception>
    public async IAsyncEnumerable<KubernetesObject> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var type in await TypesAsync(cancellationToken))
        foreach (var space in type.Namespaced ? namespaces.ListScopes : NamePatterns.EverywhereAtOnce)
        {
            var options = new ListOptions { Namespace = space, LabelSelector = selector };
            await foreach (var resource in cluster.ListAsync(type, options, cancellationToken))
            {
                if (!names.Matches(resource.Metadata.Name) || !IsInScope(type, resource))
                    continue;
                if (exactNames.Contains(resource.Metadata.Name ?? ""))
                    found.Add(resource.Metadata.Name!);
                yield return resource;
            }
        }
    }

    /// <summary>After the listing: one problem per exact name that no object has.</summary>
    public IEnumerable<ResourceException> Missing()
    {
        var what = kinds.Patterns.Count == 0 ? "Istio object" : string.Join(" or ", kinds.Patterns);
        var where = namespaces.Patterns.Count == 0 ? "any namespace" : string.Join(", ", namespaces.Patterns);
        foreach (var name in names.ExactNames.Where(name => !found.Contains(name)))
            yield return new ResourceException(
                ResourceProblem.NotFound,
                new ResourceIdentity("", what, null, name),
                $"There is no {what} '{name}' in {where} of the cluster '{cluster.Name}'.",
                "Check name and namespace; wildcards find what exists."
            );
    }

    private bool IsInScope(ResourceType type, KubernetesObject resource) =>
        !type.Namespaced || namespaces.Matches(resource.Metadata.NamespaceProperty);

    private async Task<List<ResourceType>> TypesAsync(CancellationToken cancellationToken)
    {
        var served = (await cluster.GetResourceTypesAsync(cancellationToken))
            .Where(type => ServedTypes.IsIstio(type.Group) || type.Group == "cert-manager.io")
            .ToList();
        if (kinds.Patterns.Count == 0)
        {
            var istio = served.Where(type => ServedTypes.IsIstio(type.Group)).ToList();
            return istio.Count > 0 ? istio : throw NotServed("Istio's kinds");
        }
        var chosen = new List<ResourceType>();
        foreach (var kind in kinds.Patterns)
        {
            var pattern = new NamePatterns([ShortNames.GetValueOrDefault(kind, kind)]);
            var matching = served.Where(type => NamesOf(type).Any(pattern.Matches)).ToList();
            if (matching.Count == 0 && pattern.ExactNames.Any())
                throw NotServed(kind);
            chosen.AddRange(matching.Except(chosen));
        }
        return chosen;
    }

    private static string[] NamesOf(ResourceType type) => [type.Kind, type.PluralName, type.QualifiedName];

    private ResourceException NotServed(string kind) =>
        new(
            ResourceProblem.TypeNotInstalled,
            null,
            $"The cluster '{cluster.Name}' doesn't serve {kind} among the kinds of Istio and cert-manager.",
            "Check the name, or install Istio's CustomResourceDefinitions (istioctl install, or the chart istio/base)."
        );
}
