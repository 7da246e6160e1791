using System.Globalization;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Tenancy;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Tenancy;

/// <summary>A tenant of each test's own, to whom the operations are done on every cluster alike.</summary>
public abstract class TenantContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    protected static readonly PodNetwork Pods = PodNetwork.Of(["100.64.0.0/10"]);

    /// <summary>In all names of this test: others share the server.</summary>
    protected string Id { get; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];

    protected string Tenant => "t" + Id;

    protected string Space => "ns-" + Tenant;

    protected TenantName Name => new(Tenant, Space);

    protected async Task<TenantNamespaceResult> ProvisionAsync(TenantSettings settings, string name)
    {
        DeleteLater(TenantName.Parse(name, "ns-").Namespace);
        var provisioner = new TenantProvisioner(
            Cluster,
            settings with
            {
                BaseDomain = $"{Id}.example.com",
            },
            "ns-",
            Pods
        );
        var plan = Assert.Single(await provisioner.PlanAsync([new TenantRequest(name, null)]));
        Assert.Empty(plan.Refusals);
        var results = new List<ApplyResult>();
        foreach (var step in plan.Steps)
            results.Add(await provisioner.ApplyAsync(step));
        return new TenantNamespaceResult(plan.Name.Tenant, plan.Name.Namespace, results);
    }

    protected async Task<TenantNamespace> ReadTenantAsync(string name) =>
        Assert.Single(await ListAsync(new TenantQuery(Cluster, [name], "ns-").ReadAsync()));

    protected async Task<IReadOnlyList<ApplyAction>> ApplyAsync(IReadOnlyList<KubernetesObject> objects)
    {
        var applier = new IstioResourceApplier(Cluster, new ApplySettings { AllowAnyKind = true });
        var plan = await applier.PlanAsync(objects);
        var actions = new List<ApplyAction>();
        foreach (var step in plan.Steps)
        {
            Assert.Null(step.Refusal);
            actions.Add((await applier.ApplyAsync(plan, step)).Action);
        }
        return actions;
    }

    protected static async Task<IReadOnlyList<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
            list.Add(item);
        return list;
    }
}
