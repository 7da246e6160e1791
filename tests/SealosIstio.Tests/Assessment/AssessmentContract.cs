using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;
using static SealosIstio.Tests.Assessment.AssessedCluster;

namespace SealosIstio.Tests.Assessment;

/// <summary>What assessing finds, on every cluster alike. The test's namespace stands for a tenant's.</summary>
public abstract class AssessmentContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private ConversionOptions Platform => new() { TenantNamespacePrefix = Namespace };

    [ContractFact]
    public async Task A_tenants_load_balancer_is_found_and_fails_the_prerequisites_until_it_is_gone()
    {
        await ApplyAsync(Service("web", "LoadBalancer", 80));
        await ApplyAsync(Service("inner", "ClusterIP", 80));

        var found = await ListAsync(Balancers(NamespaceScope.Tenant).ReadAsync());
        Assert.Equal((Namespace, "web", true), Single(found, info => (info.Namespace, info.Name, info.IsTenant)));
        Assert.Contains("80", Assert.Single(found[0].Ports), StringComparison.Ordinal);
        Assert.Contains(
            await ListAsync(Balancers(NamespaceScope.All).ReadAsync()),
            info => info.Namespace == Namespace && info.Name == "web"
        );
        Assert.Equal(CheckStatus.Fail, (await PrerequisiteAsync("TenantLoadBalancers")).Status);

        await Cluster.DeleteAsync(Services, Namespace, "web");

        Assert.Empty(await ListAsync(Balancers(NamespaceScope.Tenant).ReadAsync()));
        Assert.Equal(CheckStatus.Pass, (await PrerequisiteAsync("TenantLoadBalancers")).Status);
    }

    [ContractFact]
    public async Task Tenants_Ingresses_and_Services_are_counted()
    {
        await ApplyAsync(Service("web", "ClusterIP", 80));
        await ApplyAsync(Ingress("one", ""));
        await ApplyAsync(Ingress("two", "sealos.io/migrated-to-istio: \"true\""));

        var info = await SealosClusterInfo.ReadAsync(Cluster, Platform);

        Assert.Equal(
            (1, 0, 2, 1),
            (info.TenantNamespaceCount, info.SuspendedTenantCount, info.TenantIngressCount, info.TenantServiceCount)
        );
        Assert.True(info.IngressCount >= 2);
        Assert.True(info.MigratedIngressCount >= 1);
        Assert.Empty(info.Unknown);
        Assert.Equal(Cluster.ServerVersion, info.ServerVersion);
    }

    [ContractFact]
    public async Task The_version_of_the_server_is_compared()
    {
        var minimum = Cluster.ServerVersion is null ? "1.1" : "1.20";

        var passing = await PrerequisiteAsync("KubernetesVersion", new() { MinimumKubernetesVersion = minimum });
        var failing = await PrerequisiteAsync("KubernetesVersion", new() { MinimumKubernetesVersion = "9.9" });

        Assert.Equal(Cluster.ServerVersion is null ? CheckStatus.Skip : CheckStatus.Pass, passing.Status);
        Assert.Equal(Cluster.ServerVersion is null ? CheckStatus.Skip : CheckStatus.Fail, failing.Status);
    }

    [ContractFact]
    public async Task An_administrator_has_every_right_and_the_check_leaves_nothing_behind()
    {
        var result = await PrerequisiteAsync("ClusterAdmin", new() { RequireClusterAdmin = true });

        Assert.Equal(CheckStatus.Pass, result.Status);
        Assert.Null(await Cluster.GetAsync(KnownTypes.Of<V1ClusterRole>(), null, "sealos-istio-rights-check"));
    }

    [ContractFact]
    public async Task A_webhook_whose_Service_is_gone_fails_and_one_that_passes_over_it_is_a_warning()
    {
        var name = Namespace;
        try
        {
            await Cluster.ApplyAsync(Webhooks(name), By("contract"));

            var results = await CompatibilityAsync();

            Assert.Equal(CheckStatus.Fail, Single(results, $"{name}/strict.example.com").Status);
            Assert.Equal(CheckStatus.Warn, Single(results, $"{name}/lenient.example.com").Status);
        }
        finally
        {
            await Cluster.DeleteAsync(KnownTypes.Of<V1ValidatingWebhookConfiguration>(), null, name);
        }
    }

    [ContractFact]
    public async Task A_Service_with_a_sidecars_port_is_named_and_one_inside_the_cluster_may_have_the_gateways()
    {
        await ApplyAsync(Service("taken", "ClusterIP", 15006));
        await ApplyAsync(Service("inner", "ClusterIP", 8443));

        var results = await ListAsync(new CompatibilityCheck(Cluster, Platform, [15006, 8443]).CheckAsync());

        var taken = Single(results, "15006");
        Assert.Equal(CheckStatus.Warn, taken.Status);
        Assert.Contains($"Service {Namespace}/taken", taken.Actual, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Namespace}/inner", Single(results, "8443").Actual, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_load_balancer_with_the_gateways_port_is_named()
    {
        await ApplyAsync(Service("edge", "LoadBalancer", 4431));

        var results = await ListAsync(new CompatibilityCheck(Cluster, Platform, [4431]).CheckAsync());

        Assert.Equal(CheckStatus.Warn, Single(results, "4431").Status);
        Assert.Contains($"Service {Namespace}/edge", Single(results, "4431").Actual, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task The_score_is_measured_and_planned()
    {
        await ApplyAsync(Service("web", "ClusterIP", 80));
        await ApplyAsync(Ingress("one", "nginx.ingress.kubernetes.io/backend-protocol: GRPC"));
        var settings = new ReadinessSettings
        {
            Environment = EnvironmentType.Production,
            Prerequisites = new PrerequisiteSettings { Platform = Platform },
        };

        var report = await new ReadinessMeasure(Cluster, settings).MeasureAsync();
        var plan = MigrationPlanner.Plan(report, null, RolloutStrategy.Cohort, new RolloutGate());

        Assert.Equal((MigrationScale.Small, 1), (report.Scale, report.TenantServices));
        Assert.InRange(report.Percent, 0, 100);
        Assert.True(report.RecommendedApproach >= MigrationApproach.Gradual);
        Assert.Equal(report.RecommendedApproach, plan.Approach);
        Assert.Contains(report.Recommendations, text => text.StartsWith("gRPC", StringComparison.Ordinal));
    }

    private LoadBalancerQuery Balancers(NamespaceScope scope) => new(Cluster, scope, new NamePatterns(null), Namespace);

    private async Task<SealosCheckResult> PrerequisiteAsync(string name, PrerequisiteSettings? settings = null)
    {
        var check = new PrerequisiteCheck(Cluster, (settings ?? new()) with { Platform = Platform });
        return Assert.Single(await ListAsync(check.CheckAsync()), result => result.Name == name);
    }

    private Task<List<SealosCheckResult>> CompatibilityAsync() =>
        ListAsync(new CompatibilityCheck(Cluster, Platform, [80]).CheckAsync());

    private static SealosCheckResult Single(List<SealosCheckResult> results, string target) =>
        Assert.Single(results, result => result.Target == target);

    private static TPart Single<T, TPart>(List<T> results, Func<T, TPart> part) => part(Assert.Single(results));

    private static string Service(string name, string type, int port) =>
        $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}}}, spec: {{type: {type}, selector: {{app: web}}, ports: [{{port: {port}}}]}}}}";

    private string Ingress(string name, string annotation) =>
        $$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {{name}}
              annotations:
                note: "1"
                {{annotation}}
            spec:
              ingressClassName: nginx
              rules:
              - host: {{name}}.{{Namespace}}.example.com
                http:
                  paths:
                  - path: /
                    pathType: Prefix
                    backend:
                      service:
                        name: web
                        port: {number: 80}
            """;

    // They are asked about a kind that nobody has, so that they stop no other test.
    private static V1ValidatingWebhookConfiguration Webhooks(string name) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name },
            Webhooks = [Webhook("strict.example.com", "Fail"), Webhook("lenient.example.com", "Ignore")],
        };

    private static V1AdmissionWebhook Webhook(string name, string policy) =>
        new()
        {
            Name = name,
            FailurePolicy = policy,
            SideEffects = "None",
            AdmissionReviewVersions = ["v1"],
            ClientConfig = new V1WebhookClientConfig
            {
                Service = new V1WebhookService { NamespaceProperty = "nowhere", Name = "nobody" },
            },
            Rules =
            [
                new V1RuleWithOperations
                {
                    ApiGroups = ["nobody.example.com"],
                    ApiVersions = ["v1"],
                    Resources = ["nothings"],
                    Operations = ["CREATE"],
                },
            ],
        };
}

public sealed class MemoryAssessmentTests : AssessmentContract<MemoryCluster>;

public sealed class FolderAssessmentTests : AssessmentContract<FolderCluster>;

public sealed class ApiAssessmentTests : AssessmentContract<ApiServer>;

public sealed class StrictApiAssessmentTests : AssessmentContract<StrictApiServer>;
