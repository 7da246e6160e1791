using System.Collections.Concurrent;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.Installing;

/// <summary>
/// Checks a whole manifest before any of it is written: half an installation is worse than none. Reads, and has the server try what exists
/// already (dry run), so that a conflict shows before the first change.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="force">Whether fields of other managers are taken over, and so no conflict.</param>
public sealed class ManifestCheck(IKubernetesCluster cluster, bool force)
{
    private const int MaxParallel = 8;

    /// <summary>Everything that speaks against it, in the order of the manifest; empty when nothing does.</summary>
    public async Task<IReadOnlyList<InstallProblem>> RunAsync(
        IReadOnlyList<KubernetesObject> objects,
        CancellationToken cancellationToken = default
    )
    {
        var problems = new ConcurrentDictionary<KubernetesObject, Exception>(ReferenceEqualityComparer.Instance);
        var types = await FindTypesAsync(objects, problems, cancellationToken);
        RefuseWithoutNamespace(objects, types, problems);
        RefuseDuplicates(objects, problems);
        await RefuseMissingNamespacesAsync(objects, types, problems, cancellationToken);
        if (problems.IsEmpty)
            await TryExistingAsync(objects, types, problems, cancellationToken);
        return
        [
            .. objects
                .Where(problems.ContainsKey)
                .Distinct(ReferenceEqualityComparer.Instance)
                .Cast<KubernetesObject>()
                .Select(item => new InstallProblem(item, problems[item])),
        ];
    }

    /// <summary>The types that the cluster serves or, where the second part is true, will serve by the manifest's own definitions.</summary>
    private async Task<Dictionary<(string ApiVersion, string Kind), (ResourceType Type, bool IsNew)>> FindTypesAsync(
        IReadOnlyList<KubernetesObject> objects,
        ConcurrentDictionary<KubernetesObject, Exception> problems,
        CancellationToken cancellationToken
    )
    {
        var types = new Dictionary<(string, string), (ResourceType, bool)>();
        foreach (var group in objects.GroupBy(item => (item.ApiVersion, item.Kind)))
        {
            var identity = ResourceIdentity.Of(group.First());
            var served = await cluster.FindResourceTypeAsync(
                identity.Group,
                identity.Kind,
                identity.Version,
                cancellationToken
            );
            if (served is not null)
                types[group.Key] = (served, false);
            else if (Defined(objects, identity) is { } defined)
                types[group.Key] = (defined, true);
            else
                foreach (var item in group)
                    problems[item] = NotServed(ResourceIdentity.Of(item));
        }
        return types;
    }

    private static ResourceType? Defined(IReadOnlyList<KubernetesObject> objects, ResourceIdentity identity)
    {
        var definition = objects
            .OfType<V1CustomResourceDefinition>()
            .FirstOrDefault(item => item.Spec?.Group == identity.Group && item.Spec.Names?.Kind == identity.Kind);
        return
            definition?.Spec?.Versions?.Any(version => version.Name == identity.Version && version.Served == true)
            == true
            ? new ResourceType(
                identity.Group,
                identity.Version,
                identity.Kind,
                definition.Spec.Names?.Plural ?? "",
                definition.Spec.Scope != "Cluster"
            )
            : null;
    }

    private static void RefuseWithoutNamespace(
        IReadOnlyList<KubernetesObject> objects,
        Dictionary<(string, string), (ResourceType Type, bool)> types,
        ConcurrentDictionary<KubernetesObject, Exception> problems
    )
    {
        foreach (var item in objects)
            if (
                types.TryGetValue((item.ApiVersion, item.Kind), out var found)
                && found.Type.Namespaced
                && string.IsNullOrEmpty(item.Metadata.NamespaceProperty)
            )
                problems[item] = new ResourceException(
                    ResourceProblem.Invalid,
                    ResourceIdentity.Of(item),
                    $"{item}: metadata.namespace is missing.",
                    "A published manifest names the namespace of each object; render it with one (helm template --namespace, kubectl kustomize)."
                );
    }

    private static void RefuseDuplicates(
        IReadOnlyList<KubernetesObject> objects,
        ConcurrentDictionary<KubernetesObject, Exception> problems
    )
    {
        foreach (var group in objects.GroupBy(item => ResourceIdentity.Of(item).WithoutVersion))
        foreach (var item in group.Skip(1))
            problems[item] = new ResourceException(
                ResourceProblem.Duplicate,
                ResourceIdentity.Of(item),
                $"{item}: the object is there {group.Count()} times; which one is meant?",
                "Keep one of them."
            );
    }

    private async Task RefuseMissingNamespacesAsync(
        IReadOnlyList<KubernetesObject> objects,
        Dictionary<(string, string), (ResourceType Type, bool)> types,
        ConcurrentDictionary<KubernetesObject, Exception> problems,
        CancellationToken cancellationToken
    )
    {
        var made = objects.OfType<V1Namespace>().Select(item => item.Metadata.Name).ToHashSet();
        var groups = objects
            .Where(item =>
                types.TryGetValue((item.ApiVersion, item.Kind), out var found)
                && found.Type.Namespaced
                && item.Metadata.NamespaceProperty is { Length: > 0 } space
                && !made.Contains(space)
            )
            .GroupBy(item => item.Metadata.NamespaceProperty!);
        foreach (var group in groups)
        {
            var live = await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, group.Key, cancellationToken);
            if (live is { Metadata.DeletionTimestamp: null })
                continue;
            foreach (var item in group)
                problems[item] = live is null
                    ? new ResourceException(
                        ResourceProblem.NotFound,
                        ResourceIdentity.Of(item),
                        $"{item}: Namespace {group.Key} doesn't exist.",
                        "Install first what brings the namespace (for istio-system: Install-IstioControlPlane), or create it."
                    )
                    : new ResourceException(
                        ResourceProblem.Terminating,
                        ResourceIdentity.Of(item),
                        $"{item}: Namespace {group.Key} is being deleted.",
                        "Wait until it is gone, then run it again."
                    );
        }
    }

    /// <summary>What exists is tried on the server; what doesn't exist can't be in conflict with anybody.</summary>
    private Task TryExistingAsync(
        IReadOnlyList<KubernetesObject> objects,
        Dictionary<(string, string), (ResourceType Type, bool IsNew)> types,
        ConcurrentDictionary<KubernetesObject, Exception> problems,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            objects.Where(item => !types[(item.ApiVersion, item.Kind)].IsNew),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = cluster.ConcurrentCalls(MaxParallel),
                CancellationToken = cancellationToken,
            },
            async (item, token) =>
            {
                var type = types[(item.ApiVersion, item.Kind)].Type;
                try
                {
                    if (
                        await cluster.GetAsync(type, item.Metadata.NamespaceProperty, item.Metadata.Name!, token)
                        is not null
                    )
                        await cluster.ApplyAsync(item, new ApplyOptions { Force = force, DryRun = true }, token);
                }
                // A webhook that can't try things out says nothing of whether it would take them.
                catch (KubernetesApiException exception)
                    when (exception.Message.Contains("does not support dry run", StringComparison.Ordinal)) { }
                catch (KubernetesApiException exception) when (exception.Code is not (401 or 429 or >= 500))
                {
                    problems[item] = exception;
                }
            }
        );

    private ResourceException NotServed(ResourceIdentity item) =>
        new(
            ResourceProblem.TypeNotInstalled,
            item,
            $"{item}: the cluster '{cluster.Name}' doesn't serve {item.Kind} of {item.ApiVersion}, and the manifest doesn't define it.",
            "Install what brings the kind first, or take the manifest of a release that fits the cluster's version."
        );
}
