using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Applying;

namespace SealosIstio.Tests.Live;

/// <summary>What a real server makes of a tenant's limits and role.</summary>
public sealed class TenantAccessTests : IAsyncLifetime
{
    private const string Variable = "SEALOSISTIO_TEST_KUBECONFIG";
    private readonly string tenant = "a" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private ApiCluster? admin;

    private string Space => "ns-" + tenant;

    private string Other => $"ns-{tenant}b";

    public async Task InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } kubeconfig)
            return;
        admin = await ApiCluster.ConnectAsync(kubeconfig, null);
        foreach (var name in new[] { tenant, tenant + "b" })
        foreach (
            var item in TenantObjects.Build(
                TenantName.Parse(name, "ns-"),
                name,
                new() { BaseDomain = $"{tenant}.example.com" },
                PodNetwork.Unknown
            )
        )
            await admin.ApplyAsync(item, new ApplyOptions());
    }

    public async Task DisposeAsync()
    {
        if (admin is null)
            return;
        foreach (var name in new[] { Space, Other })
            await admin.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, name);
        await admin.DisposeAsync();
    }

    [KubeconfigFact(Variable)]
    public async Task A_LoadBalancer_is_refused_by_the_quota()
    {
        // The server enforces a quota once its controller has counted what is there.
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (
            await admin!.GetAsync(KnownTypes.Of<V1ResourceQuota>(), Space, tenant + "-quota")
                is not V1ResourceQuota { Status.Hard.Count: > 0 }
        )
        {
            Assert.True(DateTime.UtcNow < deadline, "The quota was not counted within a minute.");
            await Task.Delay(100);
        }

        var refusal = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            admin.ApplyAsync(Service("open", "LoadBalancer"), new ApplyOptions())
        );

        Assert.Equal(403, refusal.Code);
        Assert.Contains("services.loadbalancers", refusal.Message, StringComparison.Ordinal);
        await admin.ApplyAsync(Service("inner", "ClusterIP"), new ApplyOptions());
    }

    [KubeconfigFact(Variable)]
    public async Task A_user_with_the_tenants_role_routes_at_home_and_nowhere_else()
    {
        await admin!.ApplyAsync(TenantRoles.ClusterRole(), new ApplyOptions());
        await admin.ApplyAsync(
            TenantRoles.Binding(TenantName.Parse(tenant, "ns-"), new() { Users = ["alice"] }),
            new ApplyOptions()
        );
        await using var alice = await ApiCluster.ConnectAsync(Environment.GetEnvironmentVariable(Variable), "alice");

        await alice.ApplyAsync(Objects.Route(Space, "web", $"web.{tenant}.example.com"), new ApplyOptions());
        Assert.NotNull(await alice.GetAsync(KnownTypes.Of<Gateway>(), Space, tenant + "-gateway"));
        await ForbiddenAsync(() =>
            alice.ApplyAsync(Objects.Gateway(Space, "mine", "x.example.com"), new ApplyOptions())
        );
        await ForbiddenAsync(() => alice.DeleteAsync(KnownTypes.Of<Gateway>(), Space, tenant + "-gateway"));
        await ForbiddenAsync(() => alice.ApplyAsync(Objects.Route(Other, "web", "y.example.com"), new ApplyOptions()));
        await ForbiddenAsync(() => alice.GetAsync(KnownTypes.Of<VirtualService>(), Other, "web"));
        await ForbiddenAsync(() =>
            alice.ApplyAsync(Objects.Route("istio-system", "web", "z.example.com"), new ApplyOptions())
        );
        await ForbiddenAsync(() => alice.GetAsync(KnownTypes.Of<V1ResourceQuota>(), Space, tenant + "-quota"));
    }

    private static async Task ForbiddenAsync(Func<Task> call) =>
        Assert.Equal(403, (await Assert.ThrowsAsync<KubernetesApiException>(call)).Code);

    private KubernetesObject Service(string name, string type) =>
        Objects.Parse(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: {Space}}}, spec: {{type: {type}, ports: [{{port: 80}}]}}}}"
        );
}
