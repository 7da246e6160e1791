using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using static SealosIstio.Tests.Assessment.AssessedCluster;

namespace SealosIstio.Tests.Assessment;

/// <summary>The score, on clusters made for it and on the sample cloud.</summary>
public sealed class ReadinessTests
{
    private const string Sample = "examples/clusters/sealos";

    [Fact]
    public async Task Criteria_that_cannot_be_measured_do_not_count()
    {
        await using var empty = AssessedCluster.Of(Namespace("ns-a"));
        var report = await new ReadinessMeasure(empty, new ReadinessSettings()).MeasureAsync();

        var skipped = report.Criteria.Where(criterion => criterion.Status == CheckStatus.Skip).ToList();
        Assert.Contains("Nodes", skipped.Select(criterion => criterion.Name));
        Assert.Equal(
            ReadinessWeights.Defaults.Values.Sum() - skipped.Sum(criterion => criterion.Weight),
            report.MaxScore
        );
        Assert.Equal(report.Criteria.Sum(criterion => criterion.Points), report.Score);
        Assert.Equal(Math.Round(100 * report.Score / report.MaxScore, 1), report.Percent);
    }

    [Fact]
    public async Task Every_default_weight_is_a_criterion_and_the_other_way_round()
    {
        await using var empty = AssessedCluster.Of(Namespace("ns-a"));
        var report = await new ReadinessMeasure(empty, new ReadinessSettings()).MeasureAsync();

        Assert.Equal(
            ReadinessWeights.Defaults.Keys.Order(StringComparer.Ordinal),
            report.Criteria.Select(criterion => criterion.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Weights_can_be_replaced_and_a_criterion_left_out()
    {
        await using var empty = AssessedCluster.Of(Namespace("ns-a"));
        var settings = new ReadinessSettings
        {
            Weights = new Dictionary<string, double> { ["scale"] = 50, ["Grafana"] = 0 },
        };
        var report = await new ReadinessMeasure(empty, settings).MeasureAsync();
        var before = await new ReadinessMeasure(empty, new ReadinessSettings()).MeasureAsync();

        Assert.Equal(before.MaxScore + 30 - 5, report.MaxScore);
        Assert.Equal(before.Score + 30, report.Score);
    }

    [Theory]
    [InlineData("Luck", 5)]
    [InlineData("Scale", -1)]
    [InlineData("Scale", double.NaN)]
    public async Task Weights_that_cannot_be_right_are_refused(string name, double weight)
    {
        await using var empty = AssessedCluster.Of(Namespace("ns-a"));
        var settings = new ReadinessSettings { Weights = new Dictionary<string, double> { [name] = weight } };

        var exception = await Assert.ThrowsAsync<ResourceException>(() =>
            new ReadinessMeasure(empty, settings).MeasureAsync()
        );

        Assert.Equal(ResourceProblem.Invalid, exception.Problem);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(49, MigrationScale.Small, 20)]
    [InlineData(50, MigrationScale.Medium, 15)]
    [InlineData(199, MigrationScale.Medium, 15)]
    [InlineData(200, MigrationScale.Large, 10)]
    public async Task The_scale_goes_by_tenants_Services(int services, MigrationScale scale, double points)
    {
        await using var cluster = AssessedCluster.Of([
            Namespace("ns-a"),
            Namespace("system"),
            Service("other", "system"),
            .. Enumerable.Range(0, services).Select(number => Service($"web-{number}", "ns-a")),
        ]);
        var report = await new ReadinessMeasure(cluster, new ReadinessSettings()).MeasureAsync();

        Assert.Equal((scale, services), (report.Scale, report.TenantServices));
        Assert.Equal(points, Criterion(report, "Scale").Points);
        Assert.Equal(scale == MigrationScale.Large, report.Risks.Any(risk => risk.Name == "Scale"));
    }

    [Fact]
    public async Task Annotations_are_counted_by_verdict_and_cost_points()
    {
        await using var cluster = AssessedCluster.Of(
            Namespace("ns-a"),
            Ingress("safe", "proxy-connect-timeout: \"5\""),
            Ingress("guarded", "modsecurity-snippet: SecRuleEngine On"),
            Ingress("odd", "no-such-thing: \"1\""),
            Ingress("plain", "")
        );
        var report = await new ReadinessMeasure(cluster, new ReadinessSettings()).MeasureAsync();

        var refused = Assert.Single(report.Annotations, count => count.Verdict == "Refused");
        Assert.Equal((1, 1), (refused.Ingresses, refused.Uses));
        Assert.Equal(["modsecurity-snippet"], refused.Annotations);
        Assert.Equal(
            ["no-such-thing"],
            Assert.Single(report.Annotations, count => count.Verdict == "Unknown").Annotations
        );
        Assert.Equal(4 - 1, report.Annotations.Sum(count => count.Uses));
        Assert.Equal(
            (CheckStatus.Warn, 7.5),
            (Criterion(report, "Annotations").Status, Criterion(report, "Annotations").Points)
        );
        Assert.Contains(report.Risks, risk => risk.Name == "RefusedAnnotations");
    }

    [Fact]
    public async Task A_window_shorter_than_the_approach_and_nobody_who_knows_are_risks()
    {
        await using var empty = AssessedCluster.Of(Namespace("ns-a"));
        var settings = new ReadinessSettings
        {
            Environment = EnvironmentType.Production,
            Experience = TeamExperience.None,
            MaintenanceWindowHours = 2,
        };
        var report = await new ReadinessMeasure(empty, settings).MeasureAsync();

        Assert.Equal(MigrationApproach.Conservative, report.RecommendedApproach);
        Assert.Contains(report.Risks, risk => risk.Name == "MaintenanceWindow");
        Assert.Contains(report.Risks, risk => risk.Name == "Experience");
    }

    [Fact]
    public async Task The_sample_cloud_is_counted_and_measured()
    {
        await using var cluster = await ManifestCluster.LoadAsync(RepositoryRoot.File(Sample));
        var platform = new ConversionOptions { PublicDomains = ["cloud.sealos.io"] };

        var info = await SealosClusterInfo.ReadAsync(cluster, platform);
        var report = await new ReadinessMeasure(
            cluster,
            new ReadinessSettings { Prerequisites = new PrerequisiteSettings { Platform = platform } }
        ).MeasureAsync();

        Assert.Equal((162, 12, "1.20.2"), (info.IngressCount, info.TenantNamespaceCount, info.IstioVersion));
        Assert.Equal(
            ["ingress-nginx-controller", "istio-ingressgateway", "object-storage"],
            info.LoadBalancerServices.Select(service => service.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(CheckStatus.Pass, Criterion(report, "Istio").Status);
        Assert.Equal(CheckStatus.Pass, Criterion(report, "Controllers").Status);
        Assert.Equal(CheckStatus.Pass, Criterion(report, "TenantLoadBalancers").Status);
        Assert.NotEqual(CheckStatus.Skip, Criterion(report, "CustomDomains").Status);
        Assert.Contains(report.Annotations, count => count.Verdict == "Converted");
        Assert.InRange(report.Percent, 1, 99);
    }

    private static ReadinessCriterion Criterion(SealosReadinessReport report, string name) =>
        Assert.Single(report.Criteria, criterion => criterion.Name == name);

    private static string Service(string name, string space) =>
        $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: {space}}}, spec: {{ports: [{{port: 80}}]}}}}";

    private static string Ingress(string name, string annotation) =>
        $$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {{name}}
              namespace: ns-a
              annotations:
                other.example.com/note: "1"
                {{(annotation.Length == 0 ? "" : "nginx.ingress.kubernetes.io/" + annotation)}}
            spec:
              rules: [{host: {{name}}.example.com}]
            """;
}
