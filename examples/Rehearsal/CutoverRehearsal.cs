using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover;
using SealosIstio.Migration.Rollback;

namespace SealosIstio.Rehearsal;

/// <summary>A whole cutover and its rollback, in a copy of the cluster.</summary>
/// <param name="Steps">What each step of the cutover did.</param>
/// <param name="MovedIngresses">How many Ingresses were gone after the cutover.</param>
/// <param name="Rollback">What the rollback did.</param>
/// <param name="Differences">The objects that weren't afterwards what they had been before.</param>
internal sealed record CutoverRehearsal(
    IReadOnlyList<CutoverStepResult> Steps,
    int MovedIngresses,
    RollbackReport Rollback,
    IReadOnlyList<string> Differences
)
{
    /// <summary>Whether the way back ended where the way there had begun.</summary>
    public bool IsBack => Rollback.IsComplete && Differences.Count == 0;

    /// <summary>Everything that a cluster holds.</summary>
    public static async Task<IReadOnlyList<KubernetesObject>> ReadAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken
    )
    {
        var objects = new List<KubernetesObject>();
        foreach (var type in await cluster.GetResourceTypesAsync(cancellationToken))
        await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
            objects.Add(item);
        return objects;
    }

    /// <summary>Cuts over what can be cut over, and takes it back.</summary>
    /// <param name="objects">Everything that the cluster holds.</param>
    /// <param name="options">How to convert.</param>
    /// <param name="summary">Hears of both.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<CutoverRehearsal> RunAsync(
        IReadOnlyList<KubernetesObject> objects,
        ConversionOptions options,
        Summary summary,
        CancellationToken cancellationToken
    )
    {
        await using var cluster = ManifestCluster.Create(objects);
        // Istio's installation brings it; a dump of Ingresses doesn't have it, and the record of the cutover is kept there.
        if (
            await cluster.GetAsync(KnownTypes.Of<V1Namespace>(), null, options.GatewayNamespace, cancellationToken)
            is null
        )
            await cluster.ApplyAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = options.GatewayNamespace } },
                new ApplyOptions(),
                cancellationToken
            );
        var before = await ClusterImage.TakeAsync(cluster, cancellationToken);

        summary.Begin();
        var steps = await CutOverAsync(cluster, options, cancellationToken);
        var moved = Ingresses(before) - Ingresses(await ClusterImage.TakeAsync(cluster, cancellationToken));
        summary.CutOver(steps, moved);

        summary.Begin();
        var rollback = await RollBackAsync(cluster, options, cancellationToken);
        var differences = ClusterImage.Differences(before, await ClusterImage.TakeAsync(cluster, cancellationToken));
        summary.RolledBack(rollback, differences);
        return new CutoverRehearsal(steps, moved, rollback, differences);
    }

    private static async Task<IReadOnlyList<CutoverStepResult>> CutOverAsync(
        IKubernetesCluster cluster,
        ConversionOptions options,
        CancellationToken cancellationToken
    )
    {
        var settings = new CutoverSettings
        {
            Options = options,
            // What can't be converted is listed as such; the rest is to be seen all the same.
            ContinueOnError = true,
            // There is nobody here who would start Pods.
            RolloutTimeout = TimeSpan.Zero,
        };
        var results = new List<CutoverStepResult>();
        await using var session = await CutoverSession.OpenAsync(
            cluster,
            settings,
            cancellationToken: cancellationToken
        );
        foreach (var step in CutoverSession.Steps)
        await foreach (
            var _ in session.RunAsync(await session.PlanAsync(step, cancellationToken), results.Add, cancellationToken)
        ) { }
        return results;
    }

    private static async Task<RollbackReport> RollBackAsync(
        IKubernetesCluster cluster,
        ConversionOptions options,
        CancellationToken cancellationToken
    )
    {
        var settings = new RollbackSettings
        {
            Reason = "The end of the rehearsal.",
            GatewayNamespace = options.GatewayNamespace,
        };
        RollbackReport? report = null;
        await using var session = await RollbackSession.OpenAsync(
            cluster,
            settings,
            cancellationToken: cancellationToken
        );
        await foreach (var _ in session.RunAsync(result => report = result, cancellationToken)) { }
        return report!;
    }

    private static int Ingresses(SortedDictionary<string, string> image) =>
        image.Keys.Count(key => key.StartsWith($"{V1Ingress.KubeKind} ", StringComparison.Ordinal));
}
