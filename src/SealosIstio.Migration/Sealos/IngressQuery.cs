using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Sealos;

/// <summary>Which Ingresses are wanted. A list that is empty means: any.</summary>
public sealed record IngressFilter
{
    /// <summary>Namespaces.</summary>
    public NamePatterns Namespaces { get; init; } = new(null);

    /// <summary>Names; an exact one must exist.</summary>
    public NamePatterns Names { get; init; } = new(null);

    /// <summary>A label selector; null for all.</summary>
    public string? Selector { get; init; }

    /// <summary>Parts of Sealos that made them.</summary>
    public IReadOnlyList<AppKind> AppKinds { get; init; } = [];

    /// <summary>Whose domains they serve.</summary>
    public IReadOnlyList<DomainClass> DomainClasses { get; init; } = [];

    /// <summary>Where they stand.</summary>
    public IReadOnlyList<MigrationState> States { get; init; } = [];

    /// <summary>Whether a classified Ingress is wanted; the selector is not looked at.</summary>
    public bool Matches(SealosIngress ingress) =>
        Namespaces.Matches(ingress.Namespace)
        && Names.Matches(ingress.Name)
        && (AppKinds.Count == 0 || AppKinds.Contains(ingress.AppKind))
        && (DomainClasses.Count == 0 || DomainClasses.Contains(ingress.DomainClass))
        && (States.Count == 0 || States.Contains(ingress.MigrationState));
}

/// <summary>Lists the Ingresses of a cluster, classified by Sealos' conventions.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="classifier">Knows the conventions.</param>
/// <param name="filter">Which are wanted.</param>
public sealed class IngressQuery(IKubernetesCluster cluster, IngressClassifier classifier, IngressFilter filter)
{
    // Of many Ingresses only those that were asked for by name are remembered.
    private readonly HashSet<string> exactNames = new(filter.Names.ExactNames, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lists them as they arrive.</summary>
    /// <exception cref="ResourceException">The cluster doesn't serve Ingresses of networking.k8s.io/v1.</exception>
    public async IAsyncEnumerable<SealosIngress> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var wanted = KnownTypes.Of<V1Ingress>();
        var type = await new ServedTypes(cluster).RequireAsync(
            new ResourceIdentity(wanted.ApiVersion, wanted.Kind, null, ""),
            cancellationToken
        );
        foreach (var space in filter.Namespaces.ListScopes)
        {
            var options = new ListOptions { Namespace = space, LabelSelector = filter.Selector };
            await foreach (var resource in cluster.ListAsync(type, options, cancellationToken))
            {
                var ingress = classifier.Classify((V1Ingress)resource);
                if (!filter.Matches(ingress))
                    continue;
                if (exactNames.Contains(ingress.Name))
                    found.Add(ingress.Name);
                yield return ingress;
            }
        }
    }

    /// <summary>After the listing: one problem per exact name that no wanted Ingress has.</summary>
    public IEnumerable<ResourceException> Missing()
    {
        var where = string.Join(", ", filter.Namespaces.Patterns);
        foreach (var name in filter.Names.ExactNames.Where(name => !found.Contains(name)))
            yield return new ResourceException(
                ResourceProblem.NotFound,
                new ResourceIdentity(KnownTypes.Of<V1Ingress>().ApiVersion, V1Ingress.KubeKind, null, name),
                $"There is no Ingress '{name}' of the wanted sort in {(where.Length == 0 ? "any namespace" : where)} "
                    + $"of the cluster '{cluster.Name}'.",
                "Check name and namespace; tenants' namespaces (ns-*) are the default, -AllNamespaces takes the others in."
            );
    }
}
