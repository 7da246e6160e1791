using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Assessment;

/// <summary>Measures the criteria of the score, one method each.</summary>
/// <param name="target">The cluster's name.</param>
/// <param name="facts">What is known of it.</param>
/// <param name="settings">What is known beside.</param>
/// <param name="weights">What each criterion is worth.</param>
internal sealed class ReadinessScore(
    string target,
    ClusterFacts facts,
    ReadinessSettings settings,
    IReadOnlyDictionary<string, double> weights
)
{
    private const string Suite = "Readiness";
    private const int EnoughNodes = 3;
    private const int SmallBelow = 50;
    private const int MediumBelow = 200;

    // What answers Prometheus' queries, by a part of its Service's name.
    private static readonly string[] MetricStores = ["prometheus", "victoria-metrics", "vmsingle", "vmselect"];

    // Sealos' controllers know the first, the original manual the second.
    private static readonly string[] ControllerSwitches = ["USE_ISTIO", "USE_ISTIO_NETWORKING"];

    public MigrationScale Scale =>
        facts.TenantServices?.Count() switch
        {
            < SmallBelow => MigrationScale.Small,
            < MediumBelow => MigrationScale.Medium,
            _ => MigrationScale.Large,
        };

    public IReadOnlyList<ReadinessCriterion> Measure(IReadOnlyList<AnnotationCount> annotations) =>
        [
            From(
                "KubernetesVersion",
                VersionCheck.Check(Suite, target, facts.ServerVersion, settings.Prerequisites.MinimumKubernetesVersion)
            ),
            OfScale(),
            Istio(),
            From("TenantLoadBalancers", PlatformCheck.TenantBalancers(Suite, target, facts)),
            Nodes(),
            Capacity(),
            From("NetworkPolicy", PlatformCheck.NetworkPolicy(Suite, target, facts)),
            Service(
                "Prometheus",
                MetricStores,
                "The gates of a gradual rollout read metrics: install Prometheus first."
            ),
            Service("Grafana", ["grafana"], "Dashboards help while traffic moves."),
            Rate(
                "CertManager",
                facts.HasCertManager ? 1 : 0,
                facts.HasCertManager ? "installed" : "not installed",
                "Certificates of custom domains would be copied once and not renewed: install cert-manager."
            ),
            Controllers(),
            Annotations(annotations),
            CustomDomains(),
            Suspended(),
        ];

    private ReadinessCriterion OfScale() =>
        facts.TenantServices is null
            ? Skip("Scale", "Services may not be listed.")
            : Rate(
                "Scale",
                Scale switch
                {
                    MigrationScale.Small => 1,
                    MigrationScale.Medium => 0.75,
                    _ => 0.5,
                },
                $"{facts.TenantServices.Count()} Services of tenants",
                "The larger the cluster, the longer both gateways run side by side."
            );

    private ReadinessCriterion Istio() =>
        facts.ControlPlanes is not { } planes
            ? Skip("Istio", "Deployments may not be listed.")
            : Rate(
                "Istio",
                planes.Any() ? 1 : 0,
                planes.Any() ? string.Join(", ", planes.Distinct()) : "no control plane",
                "Install Istio first."
            );

    private ReadinessCriterion Nodes() =>
        facts.Nodes is not { Count: > 0 } nodes
            ? Skip("Nodes", facts.Nodes is null ? "Nodes may not be listed." : "There are no nodes.")
            : Rate(
                "Nodes",
                nodes.Count(node => node.IsReady) >= EnoughNodes ? 1 : 0,
                $"{nodes.Count(node => node.IsReady)} of {nodes.Count} ready",
                $"Fewer than {EnoughNodes} nodes: a gateway that fails takes everything with it."
            );

    private ReadinessCriterion Capacity()
    {
        var checks = new CapacityCheck(Suite, target, settings.Prerequisites).Check(facts).ToList();
        var measured = checks.Where(check => check.Status != CheckStatus.Skip).ToList();
        if (measured.Count == 0)
            return Skip("Capacity", checks[0].Detail ?? "");
        var failed = measured.Where(check => check.Status == CheckStatus.Fail).ToList();
        return Rate(
            "Capacity",
            (double)(measured.Count - failed.Count) / measured.Count,
            failed.Count == 0
                ? "enough"
                : string.Join("; ", failed.Select(check => $"{check.Actual}, wanted {check.Expected}")),
            "Make room before the control plane and the gateway come."
        );
    }

    private ReadinessCriterion Service(string name, string[] parts, string detail)
    {
        if (facts.Services is not { } services)
            return Skip(name, "Services may not be listed.");
        var found = services.FirstOrDefault(service =>
            !facts.IsTenant(service.Metadata.NamespaceProperty)
            && Array.Exists(parts, part => service.Metadata.Name?.Contains(part, StringComparison.Ordinal) == true)
        );
        return Rate(name, found is null ? 0 : 1, found?.ToString() ?? "not found", detail);
    }

    private ReadinessCriterion Controllers()
    {
        if (facts.Deployments is not { } deployments)
            return Skip("Controllers", "Deployments may not be listed.");
        var able = deployments
            .Where(item =>
                (item.Spec?.Template?.Spec?.Containers ?? [])
                    .SelectMany(container => container.Env ?? [])
                    .Any(variable => ControllerSwitches.Contains(variable.Name))
            )
            .Select(item => item.Metadata.Name ?? "")
            .ToList();
        return Rate(
            "Controllers",
            able.Count > 0 ? 1 : 0,
            able.Count > 0 ? string.Join(", ", able) : "none that can be switched",
            "No controller has USE_ISTIO: Sealos' controllers would go on making Ingresses. Upgrade them."
        );
    }

    private ReadinessCriterion Annotations(IReadOnlyList<AnnotationCount> annotations)
    {
        if (facts.Ingresses is not { } ingresses)
            return Skip("Annotations", "Ingresses may not be listed.");
        var trouble = annotations
            .Where(count => count.Verdict is AnnotationSurvey.Refused or AnnotationSurvey.NoCounterpart)
            .ToList();
        var touched = trouble.Sum(count => count.Ingresses);
        return Rate(
            "Annotations",
            ingresses.Count == 0 ? 1 : 1 - Math.Min(1, (double)touched / ingresses.Count),
            trouble.Count == 0
                ? "all have a counterpart"
                : string.Join("; ", trouble.Select(count => $"{count.Verdict}: {count.Ingresses} Ingresses")),
            "Test-SealosIngress says of each Ingress what is lost."
        );
    }

    private ReadinessCriterion CustomDomains()
    {
        if (facts.Ingresses is not { } ingresses)
            return Skip("CustomDomains", "Ingresses may not be listed.");
        if (facts.Platform.PublicDomains.Count == 0)
            return Skip("CustomDomains", "No public domain is known: Connect-SealosCluster -PublicDomain.");
        var custom = ingresses.Count(ingress => ingress.DomainClass is DomainClass.Custom or DomainClass.Mixed);
        return Rate(
            "CustomDomains",
            ingresses.Count == 0 ? 1 : 1 - (double)custom / ingresses.Count,
            $"{custom} Ingresses",
            "Each needs its certificate where the gateway's pods run, and its owner must point the name there."
        );
    }

    private ReadinessCriterion Suspended()
    {
        if (facts.SuspendedTenants is not { } suspended)
            return Skip("SuspendedTenants", "Namespaces may not be listed.");
        var (count, all) = (suspended.Count(), facts.Tenants!.Count());
        return Rate(
            "SuspendedTenants",
            all == 0 ? 1 : 1 - (double)count / all,
            $"{count} of {all}",
            "Their Ingresses are left out until they are resumed: convert them afterwards."
        );
    }

    private ReadinessCriterion From(string name, SealosCheckResult check) =>
        check.Status == CheckStatus.Skip
            ? Skip(name, check.Detail ?? "")
            : Rate(name, check.Status == CheckStatus.Pass ? 1 : 0, check.Actual, check.Detail);

    private ReadinessCriterion Rate(string name, double share, string actual, string? detail) =>
        new(
            name,
            weights[name],
            Math.Round(weights[name] * share, 1),
            share >= 1 ? CheckStatus.Pass
                : share > 0 ? CheckStatus.Warn
                : CheckStatus.Fail,
            actual,
            share >= 1 ? null : detail
        );

    private ReadinessCriterion Skip(string name, string reason) =>
        new(name, weights[name], 0, CheckStatus.Skip, "unknown", reason);
}
