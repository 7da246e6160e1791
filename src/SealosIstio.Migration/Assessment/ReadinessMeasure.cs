using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Assessment;

/// <summary>Measures how ready a cluster is for the migration.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">What is known beside the cluster itself.</param>
public sealed class ReadinessMeasure(IKubernetesCluster cluster, ReadinessSettings settings)
{
    // Below this share of the points no approach is quick enough to be safe.
    private const double NotReady = 40;

    /// <summary>Measures it. Reads, and writes nothing.</summary>
    /// <exception cref="ResourceException">A weight or a limit can't be right.</exception>
    public async Task<SealosReadinessReport> MeasureAsync(CancellationToken cancellationToken = default)
    {
        var weights = ReadinessWeights.With(settings.Weights);
        var facts = await ClusterFacts.ReadAsync(cluster, settings.Platform, withPods: true, cancellationToken);
        var annotations = new AnnotationSurvey(settings.Platform.AnnotationPrefix).Count(facts.Ingresses ?? []);
        var score = new ReadinessScore(cluster.Name, facts, settings, weights);
        var criteria = score.Measure(annotations);
        var (points, maximum) = (
            criteria.Sum(criterion => criterion.Points),
            criteria.Where(criterion => criterion.Status != CheckStatus.Skip).Sum(criterion => criterion.Weight)
        );
        var approach = ApproachChoice.Choose(
            maximum > 0 ? 100 * points / maximum : 0,
            score.Scale,
            settings.Environment,
            settings.Experience,
            settings.MaintenanceWindowHours
        );
        var effort = MigrationEffort.Of(approach);
        return new SealosReadinessReport(
            cluster.Name,
            points,
            maximum,
            score.Scale,
            facts.TenantServices?.Count(),
            approach,
            effort,
            criteria,
            annotations,
            [.. Risks(facts, annotations, score.Scale, maximum > 0 ? 100 * points / maximum : 0, effort)],
            [.. Recommendations(facts, criteria, annotations)]
        );
    }

    private IEnumerable<ReadinessRisk> Risks(
        ClusterFacts facts,
        IReadOnlyList<AnnotationCount> annotations,
        MigrationScale scale,
        double percent,
        MigrationEffort effort
    )
    {
        if (percent < NotReady)
            yield return new ReadinessRisk(
                "NotReady",
                $"The cluster has less than {NotReady} % of the points.",
                "Do what the recommendations say, then measure again."
            );
        if (scale == MigrationScale.Large)
            yield return new ReadinessRisk(
                "Scale",
                facts.TenantServices is null
                    ? "How many Services tenants have isn't known."
                    : $"Tenants have {facts.TenantServices.Count()} Services.",
                "Migrate in stages, and watch each."
            );
        foreach (var count in annotations.Where(count => count.Verdict == AnnotationSurvey.Refused))
            yield return new ReadinessRisk(
                "RefusedAnnotations",
                $"{count.Ingresses} Ingresses have {string.Join(", ", count.Annotations)}: without them they would be unsafe or wrong.",
                "Test-SealosIngress names the Ingresses; they stay at nginx until it is settled."
            );
        if (facts.LoadBalancers?.Count(service => service.IsTenant) is > 0 and var balanced)
            yield return new ReadinessRisk(
                "TenantLoadBalancers",
                $"{balanced} Services of tenants have load balancers, which the quota will forbid.",
                "Change them to ClusterIP or NodePort, with their owners."
            );
        if (settings.MaintenanceWindowHours < effort.Minimum.TotalHours)
            yield return new ReadinessRisk(
                "MaintenanceWindow",
                $"The window of {settings.MaintenanceWindowHours} hours is shorter than {effort}.",
                "Spread the stages over several windows: a rollout keeps its stage in the cluster."
            );
        if (settings.Experience == TeamExperience.None)
            yield return new ReadinessRisk(
                "Experience",
                "Nobody knows Kubernetes or Istio.",
                "Rehearse on a copy first: Connect-SealosCluster -ManifestPath."
            );
        if (facts.Forbidden.Count > 0)
            yield return new ReadinessRisk(
                "Unknown",
                $"The user may not list {string.Join(", ", facts.Forbidden)}: what depends on them wasn't measured.",
                "New-SealosOperatorRole -Capability Platform makes the role that may."
            );
    }

    private static IEnumerable<string> Recommendations(
        ClusterFacts facts,
        IReadOnlyList<ReadinessCriterion> criteria,
        IReadOnlyList<AnnotationCount> annotations
    )
    {
        foreach (var criterion in criteria.Where(criterion => criterion.Status is CheckStatus.Fail or CheckStatus.Warn))
            if (criterion.Detail is { } detail)
                yield return $"{criterion.Name}: {detail}";
        if (annotations.Any(count => count.Annotations.Contains("websocket-services")) || Speaks(facts, "WS", "WSS"))
            yield return "WebSocket: long connections end when nginx goes. Let clients reconnect, and drain slowly.";
        if (Speaks(facts, "GRPC", "GRPCS"))
            yield return "gRPC: check streams through the gateway before the cutover.";
    }

    // nginx has no protocol WS, but Sealos' terminals name it.
    private static bool Speaks(ClusterFacts facts, params string[] protocols) =>
        (facts.Ingresses ?? []).Any(ingress =>
            ingress.Ingress.Metadata.Annotations?.GetOrNull(facts.Platform.AnnotationPrefix + "/backend-protocol")
                is { } protocol
            && protocols.Contains(protocol, StringComparer.OrdinalIgnoreCase)
        );
}
