using System.Text.Json;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Cutover;

/// <summary>How far the migration of a cluster is.</summary>
public sealed record MigrationStatus
{
    /// <summary>Ingresses in the namespaces that were looked at.</summary>
    public int Ingresses { get; init; }

    /// <summary>Those that are migrated as they are now.</summary>
    public int Migrated { get; init; }

    /// <summary>Those of the migrated ones whose routes are verified.</summary>
    public int Verified { get; init; }

    /// <summary>Those that changed since they were migrated.</summary>
    public int Changed { get; init; }

    /// <summary>Those that nginx serves and that aren't migrated.</summary>
    public int Pending { get; init; }

    /// <summary>Those that nginx serves and whose migration failed, as somebody noted down with Set-SealosMigrationState.</summary>
    public int Failed { get; init; }

    /// <summary>Those that no nginx serves: suspended, paused, or of another class. Nothing has to be done for them.</summary>
    public int Inactive { get; init; }

    /// <summary>Ingresses that cutovers removed, and whose routes are there.</summary>
    public int Removed { get; init; }

    /// <summary>VirtualServices that SealosIstio made.</summary>
    public int VirtualServices { get; init; }

    /// <summary>VirtualServices, as <c>namespace/name</c>, none of whose Ingresses exists or was removed by a cutover.</summary>
    public IReadOnlyList<string> Orphans { get; init; } = [];

    /// <summary>Ingresses of the platform on public domains that nginx still serves alone, as <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> SystemIngresses { get; init; } = [];

    /// <summary>The runs that the cluster remembers, the newest first.</summary>
    public IReadOnlyList<CutoverRun> Runs { get; init; } = [];

    /// <summary>Who is at work at this moment; null when nobody is.</summary>
    public string? AtWork { get; init; }

    /// <summary>How much of what has to be migrated is, 0 to 100; 100 when there is nothing.</summary>
    public int Percent =>
        Migrated + Changed + Pending + Failed + Removed is var all and > 0
            ? (int)(100L * (Migrated + Removed) / all)
            : 100;

    /// <summary>Whether another one says the same; a record's own equality compares its lists by identity.</summary>
    internal bool IsSame(MigrationStatus other) =>
        (this with { Orphans = other.Orphans, SystemIngresses = other.SystemIngresses, Runs = other.Runs }) == other
        && Orphans.SequenceEqual(other.Orphans)
        && SystemIngresses.SequenceEqual(other.SystemIngresses)
        && Runs.Select(TextOf).SequenceEqual(other.Runs.Select(TextOf));

    private static string TextOf(CutoverRun run) => JsonSerializer.Serialize(run, CutoverJson.Default.CutoverRun);

    /// <summary>Reads it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="namespaces">The namespaces to look at; none: tenants'.</param>
    /// <param name="options">The platform's settings.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<MigrationStatus> ReadAsync(
        IKubernetesCluster cluster,
        IReadOnlyList<string> namespaces,
        ConversionOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var patterns = new NamePatterns(namespaces.Count > 0 ? namespaces : [options.TenantNamespacePrefix + "*"]);
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var all = new List<SealosIngress>();
        await foreach (var ingress in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            all.Add(ingress);
        var mine = all.Where(ingress => patterns.Matches(ingress.Namespace)).ToLookup(Judge);
        var store = new RunStore(cluster, options.GatewayNamespace);
        var runs = await store.ListAsync(cancellationToken);
        var routes = await RoutesAsync(cluster, patterns, cancellationToken);
        var living = all.Select(ingress => Provenance.Reference(ingress.Ingress)).ToHashSet(StringComparer.Ordinal);
        var gone = routes
            .SelectMany(route =>
                SourcesOf(route).Where(source => !living.Contains(source)).Select(source => (route, source))
            )
            .ToList();
        var removing = runs.Where(run =>
                run.IsInForce && run.Step(CutoverStep.Cleanup).State != CutoverStepState.Pending
            )
            .Select(run => run.Id)
            .ToHashSet(StringComparer.Ordinal);
        return new MigrationStatus
        {
            Ingresses = mine.Sum(group => group.Count()),
            Migrated = mine[Standing.Migrated].Count() + mine[Standing.Verified].Count(),
            Verified = mine[Standing.Verified].Count(),
            Changed = mine[Standing.Changed].Count(),
            Pending = mine[Standing.Pending].Count(),
            Failed = mine[Standing.Failed].Count(),
            Inactive = mine[Standing.Inactive].Count(),
            Removed = gone.Where(entry => removing.Contains(RunOf(entry.route) ?? ""))
                .Select(entry => entry.source)
                .Distinct(StringComparer.Ordinal)
                .Count(),
            VirtualServices = routes.Count,
            Orphans =
            [
                .. routes
                    .Where(route => !removing.Contains(RunOf(route) ?? "") && !SourcesOf(route).Any(living.Contains))
                    .Select(route => $"{route.Metadata.NamespaceProperty}/{route.Metadata.Name}"),
            ],
            SystemIngresses = [.. SystemIngressesOf(all, options)],
            Runs = runs,
            AtWork = await RunLease.HolderAsync(
                cluster,
                await store.HomeAsync(cancellationToken),
                cancellationToken: cancellationToken
            ),
        };
    }

    /// <summary>Ingresses of the platform on public domains that nginx serves alone.</summary>
    private static IEnumerable<string> SystemIngressesOf(IEnumerable<SealosIngress> all, ConversionOptions options) =>
        all.Where(ingress =>
                ingress.MigrationState is MigrationState.Pending or MigrationState.Failed
                && ingress.DomainClass is DomainClass.Public or DomainClass.Mixed
                && !ingress.Namespace.StartsWith(options.TenantNamespacePrefix, StringComparison.Ordinal)
            )
            .Select(ingress => $"{ingress.Namespace}/{ingress.Name}");

    private static async Task<List<VirtualService>> RoutesAsync(
        IKubernetesCluster cluster,
        NamePatterns namespaces,
        CancellationToken cancellationToken
    )
    {
        var routes = new List<VirtualService>();
        var type = await cluster.FindResourceTypeAsync(
            VirtualService.KubeGroup,
            VirtualService.KubeKind,
            null,
            cancellationToken
        );
        if (type is null)
            return routes;
        var options = new ListOptions { LabelSelector = $"{Provenance.ManagedByLabel}={Provenance.ManagedBy}" };
        await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
            if (
                item is VirtualService route
                && namespaces.Matches(route.Metadata.NamespaceProperty)
                && SourcesOf(route).Length > 0
            )
                routes.Add(route);
        return routes;
    }

    private static string[] SourcesOf(VirtualService route) =>
        route.Metadata.Annotations?.GetOrNull(Provenance.ConvertedFrom)?.Split(',') ?? [];

    private static string? RunOf(VirtualService route) => route.Metadata.Annotations?.GetOrNull(RunStore.RunLabel);

    private static Standing Judge(SealosIngress ingress)
    {
        if (
            ingress.MigrationState != MigrationState.Failed
            && IngressMarks.Of(ingress.Ingress, IngressMarks.MigratedHash) is { } migrated
        )
        {
            var hash = Provenance.HashOf(ingress.Ingress);
            return migrated != hash ? Standing.Changed
                : IngressMarks.Of(ingress.Ingress, IngressMarks.VerifiedHash) == hash ? Standing.Verified
                : Standing.Migrated;
        }
        return ingress.MigrationState switch
        {
            MigrationState.Migrated => Standing.Migrated,
            MigrationState.Pending => Standing.Pending,
            MigrationState.Failed => Standing.Failed,
            _ => Standing.Inactive,
        };
    }

    private enum Standing
    {
        Pending,
        Migrated,
        Verified,
        Changed,
        Failed,
        Inactive,
    }
}
