using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Rollout;

/// <summary>The Ingresses that a rollout is about, and those of a share.</summary>
internal sealed class RolloutScope(IKubernetesCluster cluster, CutoverRun run)
{
    private readonly NamePatterns namespaces = new(run.Namespaces);

    /// <summary>The Ingresses of a stage, null for all; and how many the rollout is about.</summary>
    /// <remarks>
    /// Whoever was served in a stage before still is: a name that joins a host's group, or leaves it, doesn't send the others back.
    /// </remarks>
    public async Task<(IReadOnlySet<(string, string)>? Members, int Total)> MembersAsync(
        RolloutStrategy strategy,
        int percent,
        CancellationToken cancellationToken
    )
    {
        var all = await ReadAsync(cancellationToken);
        var total = all.Count(IsIn);
        if (strategy == RolloutStrategy.NginxCanary)
            return (null, total);
        var members = new HashSet<(string, string)>();
        foreach (var group in RolloutCohort.Groups(all))
            if (
                RolloutCohort.IsIn(RolloutCohort.BucketOf(group[0].Namespace, group[0].Name), percent)
                || group.Any(IsMarked)
            )
                members.UnionWith(group.Select(KeyOf));
        return (members, total);
    }

    /// <summary>The Ingresses of a share, whatever they were before.</summary>
    public async Task<IReadOnlySet<(string, string)>> CohortAsync(int percent, CancellationToken cancellationToken) =>
        RolloutCohort.Of(await ReadAsync(cancellationToken), percent).Select(KeyOf).ToHashSet();

    /// <summary>How many of some Ingresses the gateway serves: those that carry the run's mark.</summary>
    public async Task<int> ServedAsync(IReadOnlySet<(string, string)> members, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Count(ingress =>
            IsIn(ingress) && members.Contains(KeyOf(ingress)) && IsMarked(ingress)
        );

    /// <summary>The hosts of the Ingresses that the gateway serves.</summary>
    public async Task<IReadOnlyList<string>> HostsAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken))
            .Where(ingress => IsIn(ingress) && IsMarked(ingress))
            .SelectMany(ingress => ingress.Hosts)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .ToList();

    private bool IsIn(SealosIngress ingress) => namespaces.Matches(ingress.Namespace);

    private bool IsMarked(SealosIngress ingress) => IngressMarks.Of(ingress.Ingress, IngressMarks.Run) == run.Id;

    private async Task<List<SealosIngress>> ReadAsync(CancellationToken cancellationToken)
    {
        var options = run.Options;
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var all = new List<SealosIngress>();
        await foreach (var ingress in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            if (!IngressMarks.IsRolloutCanary(ingress.Ingress))
                all.Add(ingress);
        return all;
    }

    private static (string, string) KeyOf(SealosIngress ingress) => (ingress.Namespace, ingress.Name);
}
