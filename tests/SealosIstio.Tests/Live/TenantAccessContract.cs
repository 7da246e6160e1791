using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Cluster.Api;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Comparing;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Applying;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Live;

/// <summary>What a real server makes of the objects, the limits and the role of three tenants.</summary>
/// <typeparam name="TServer">The server.</typeparam>
public abstract class TenantAccessContract<TServer> : IAsyncLifetime
    where TServer : ApiServerCluster, new()
{
    private readonly string? kubeconfig = new TServer().Kubeconfig;
    private readonly string tenant = "a" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
    private ApiCluster? admin;

    private string Space => "ns-" + tenant;

    private string[] Others => [$"ns-{tenant}b", $"ns-{tenant}c"];

    public async Task InitializeAsync()
    {
        if (kubeconfig is null)
            return;
        admin = await ApiCluster.ConnectAsync(kubeconfig, null);
        foreach (var item in Built())
            await admin.ApplyAsync(item, new ApplyOptions());
    }

    public async Task DisposeAsync()
    {
        if (admin is null)
            return;
        foreach (var name in Others.Append(Space))
            await admin.DeleteAsync(KnownTypes.Of<V1Namespace>(), null, name);
        await admin.DisposeAsync();
    }

    [ContractFact]
    public async Task Every_object_of_three_tenants_is_kept_with_all_its_fields()
    {
        var built = Built();

        Assert.Equal(3, built.OfType<V1Namespace>().Count());
        foreach (var item in built)
        {
            var type = await new ServedTypes(admin!).RequireAsync(ResourceIdentity.Of(item), CancellationToken.None);
            var live = await admin!.GetAsync(type, item.Metadata.NamespaceProperty, item.Metadata.Name!);
            var comparison = ResourceComparer.Compare(item, live);
            Assert.True(
                comparison.Status == ComparisonStatus.Equal,
                $"{item}: {comparison.Status} {string.Join("; ", comparison.Differences)}"
            );
        }
    }

    [ContractFact]
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

    [ContractFact]
    public async Task A_user_with_the_tenants_role_routes_at_home_and_nowhere_else()
    {
        await admin!.ApplyAsync(TenantRoles.ClusterRole(), new ApplyOptions());
        await admin.ApplyAsync(
            TenantRoles.Binding(TenantName.Parse(tenant, "ns-"), new() { Users = ["alice"] }),
            new ApplyOptions()
        );
        await using var alice = await ApiCluster.ConnectAsync(kubeconfig, "alice");

        await alice.ApplyAsync(Objects.Route(Space, "web", $"web.{tenant}.example.com"), new ApplyOptions());
        Assert.NotNull(await alice.GetAsync(KnownTypes.Of<Gateway>(), Space, tenant + "-gateway"));
        await ForbiddenAsync(() =>
            alice.ApplyAsync(Objects.Gateway(Space, "mine", "x.example.com"), new ApplyOptions())
        );
        await ForbiddenAsync(() => alice.DeleteAsync(KnownTypes.Of<Gateway>(), Space, tenant + "-gateway"));
        foreach (var other in Others)
        {
            await ForbiddenAsync(() =>
                alice.ApplyAsync(Objects.Route(other, "web", "y.example.com"), new ApplyOptions())
            );
            await ForbiddenAsync(() => alice.GetAsync(KnownTypes.Of<VirtualService>(), other, "web"));
            await ForbiddenAsync(() =>
                alice.GetAsync(KnownTypes.Of<Gateway>(), other, other["ns-".Length..] + "-gateway")
            );
            await ForbiddenAsync(() => alice.GetAsync(KnownTypes.Of<V1Secret>(), other, "any"));
        }
        await ForbiddenAsync(() =>
            alice.ApplyAsync(Objects.Route("istio-system", "web", "z.example.com"), new ApplyOptions())
        );
        await ForbiddenAsync(() => alice.GetAsync(KnownTypes.Of<V1ResourceQuota>(), Space, tenant + "-quota"));
    }

    private List<KubernetesObject> Built() =>
        [
            .. new[] { tenant, tenant + "b", tenant + "c" }.SelectMany(name =>
                TenantObjects.Build(
                    TenantName.Parse(name, "ns-"),
                    name,
                    new() { BaseDomain = $"{tenant}.example.com" },
                    PodNetwork.Unknown
                )
            ),
        ];

    private static async Task ForbiddenAsync(Func<Task> call) =>
        Assert.Equal(403, (await Assert.ThrowsAsync<KubernetesApiException>(call)).Code);

    private KubernetesObject Service(string name, string type) =>
        Objects.Parse(
            $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: {Space}}}, spec: {{type: {type}, ports: [{{port: 80}}]}}}}"
        );
}

public sealed class ApiTenantAccessTests : TenantAccessContract<ApiServer>;

public sealed class StrictApiTenantAccessTests : TenantAccessContract<StrictApiServer>;
