using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Cluster.Kubeconfig;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Permissions;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;
using SealosIstio.Tests.Api;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.Cutover;
using KubeconfigReader = SealosIstio.Kubernetes.Cluster.Kubeconfig.Kubeconfig;

namespace SealosIstio.Tests.Permissions;

/// <summary>The flows of the cmdlets against a real API server, as somebody who has the role and nothing else.</summary>
public sealed class OperatorFlowTests : IAsyncLifetime
{
    private readonly string name = $"operator-{Guid.NewGuid():N}"[..20];
    private ApiCluster admin = null!;

    private string Host => $"{name}.example.com";

    public async Task InitializeAsync()
    {
        if (ApiServerFactAttribute.Kubeconfig is null)
            return;
        admin = await ApiCluster.ConnectAsync(ApiServerFactAttribute.Kubeconfig, null);
        await ApplyAsync(Objects.Namespace(name));
        await ApplyAsync(
            Objects.Parse(
                $"""
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: web
                  namespace: {name}
                spec:
                  ingressClassName: nginx
                  rules:
                  - host: {Host}
                    http:
                      paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: web
                            port:
                              number: 80
                """
            )
        );
        await ApplyAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = name },
                Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 80 }] },
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (admin is null)
            return;
        await admin.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, name);
        await admin.DeleteAsync(KnownTypes.Of<V1ClusterRoleBinding>(), null, name);
        await admin.DeleteAsync(KnownTypes.Of<V1ClusterRole>(), null, name);
        await admin.DeleteAsync(KnownTypes.Of<V1ClusterRole>(), null, name + "-write");
        await admin.DisposeAsync();
    }

    [ApiServerFact]
    public async Task Convert_finds_converts_applies_compares_and_removes()
    {
        await using var cluster = await ConnectAsync(OperatorCapability.Convert);

        await RunAsync(cluster);
    }

    [ApiServerFact]
    public async Task Convert_confined_to_a_namespace_does_the_same_there()
    {
        await using var cluster = await ConnectAsync(OperatorCapability.Convert, name);

        await RunAsync(cluster);
        var error = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.ApplyAsync(Objects.Route("default", name, Host), new())
        );
        Assert.Equal(403, error.Code);
    }

    [ApiServerFact]
    public async Task Read_looks_and_is_refused_every_write_one_by_one()
    {
        await using var cluster = await ConnectAsync(OperatorCapability.Read);

        Assert.Equal("web", (await FindAsync(cluster)).Name);
        var applier = new IstioResourceApplier(cluster, new ApplySettings());
        var plan = await applier.PlanAsync([
            Objects.Route(name, "one", Host),
            Objects.Route(name, "two", "two." + Host),
        ]);
        var steps = new List<ApplyStep>();
        await foreach (var step in applier.RunAsync(plan))
            steps.Add(step);

        Assert.All(steps, step => Assert.Equal(403, Assert.IsType<KubernetesApiException>(step.Error).Code));
        Assert.Equal(2, steps.Count);
        var secrets = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            cluster.GetAsync(KnownTypes.Of<V1Secret>(), name, "any")
        );
        Assert.Equal(403, secrets.Code);
    }

    [ApiServerFact]
    public async Task Cutover_moves_a_cloud_and_Rollback_takes_it_back()
    {
        var cloud = new CutoverCloud();
        await cloud.CreateAsync(admin);
        try
        {
            var before = await CloudSnapshot.TakeAsync(admin, cloud.Namespaces);
            await using (var cluster = await ConnectAsync(OperatorCapability.Cutover))
                CutoverFlow.AssertComplete(await CutoverFlow.RunAsync(cluster, cloud.Settings));
            await using (var cluster = await ConnectAsync(OperatorCapability.Rollback))
                CutoverFlow.AssertComplete(await CutoverFlow.RollBackAsync(cluster, cloud));
            CloudSnapshot.AssertEqual(before, await CloudSnapshot.TakeAsync(admin, cloud.Namespaces));
        }
        finally
        {
            await cloud.DeleteAsync(admin);
        }
    }

    [ApiServerFact]
    public async Task Platform_assesses_everything_and_is_no_administrator()
    {
        await using var cluster = await ConnectAsync(OperatorCapability.Platform);
        var settings = new PrerequisiteSettings { RequireClusterAdmin = true };

        var report = await new ReadinessMeasure(cluster, new ReadinessSettings()).MeasureAsync();
        var results = new List<SealosCheckResult>();
        await foreach (var result in new PrerequisiteCheck(cluster, settings).CheckAsync())
            results.Add(result);
        await foreach (var result in new CompatibilityCheck(cluster, new(), [80, 15001]).CheckAsync())
            results.Add(result);

        Assert.Empty((await SealosClusterInfo.ReadAsync(cluster, new())).Unknown);
        Assert.DoesNotContain(report.Risks, risk => risk.Name == "Unknown");
        Assert.DoesNotContain(
            results,
            result => result.Detail?.Contains("may not be listed", StringComparison.Ordinal) == true
        );
        Assert.Equal(CheckStatus.Fail, Assert.Single(results, result => result.Name == "ClusterAdmin").Status);
    }

    private async Task RunAsync(ApiCluster cluster)
    {
        var found = await FindAsync(cluster);
        var snapshot = await ClusterSnapshot.ReadAsync(cluster);
        var options = new ConversionOptions { GatewayNamespace = name, GatewayReference = $"{name}/sealos-gateway" };
        var converted = IngressConverter.Convert([found], snapshot, options).Objects;
        Assert.NotEmpty(converted);

        Assert.All(await ApplyAsync(cluster, converted), action => Assert.Equal(ApplyAction.Created, action));
        Assert.All(await ApplyAsync(cluster, converted), action => Assert.Equal(ApplyAction.Unchanged, action));
        var comparison = new LiveComparison(cluster);
        foreach (var desired in converted)
            Assert.Equal(ComparisonStatus.Equal, (await comparison.CompareAsync(desired)).Status);

        var remover = new ResourceRemover(cluster);
        foreach (var desired in converted)
            await remover.RemoveAsync(await remover.FindAsync(ResourceIdentity.Of(desired)));
        Assert.All(await ApplyAsync(cluster, converted), action => Assert.Equal(ApplyAction.Created, action));
    }

    private async Task<SealosIngress> FindAsync(ApiCluster cluster)
    {
        var query = new IngressQuery(
            cluster,
            new IngressClassifier(new PublicDomains([]), "ns-"),
            new IngressFilter { Namespaces = new NamePatterns([name]) }
        );
        var found = new List<SealosIngress>();
        await foreach (var ingress in query.ReadAsync())
            found.Add(ingress);
        return Assert.Single(found);
    }

    private static async Task<List<ApplyAction>> ApplyAsync(ApiCluster cluster, IReadOnlyList<KubernetesObject> desired)
    {
        var applier = new IstioResourceApplier(cluster, new ApplySettings());
        var actions = new List<ApplyAction>();
        await foreach (var step in applier.RunAsync(await applier.PlanAsync(desired)))
            actions.Add(step.Result!.Action);
        return actions;
    }

    private Task<KubernetesObject> ApplyAsync(KubernetesObject item) => admin.ApplyAsync(item, new() { Force = true });

    /// <summary>Gives the role to a user of this test alone, and connects as that user.</summary>
    private async Task<ApiCluster> ConnectAsync(OperatorCapability capability, params string[] namespaces)
    {
        var options = new OperatorRoleOptions
        {
            Name = name,
            Users = [name],
            Namespaces = namespaces,
        };
        foreach (var item in OperatorRole.Create([capability], options))
            await ApplyAsync(item);
        var context = KubeconfigReader.Load(ApiServerFactAttribute.Kubeconfig).GetContext("admin-token");
        return await ApiCluster.ConnectAsync(
            new KubeconfigContext
            {
                Name = context.Name,
                Namespace = context.Namespace,
                Cluster = context.Cluster,
                User = new KubeconfigUser
                {
                    Name = name,
                    Token = context.User!.Token,
                    Impersonate = name,
                    ImpersonateGroups = ["system:authenticated"],
                },
            }
        );
    }
}
