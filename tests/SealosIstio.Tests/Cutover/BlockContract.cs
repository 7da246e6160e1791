using System.Globalization;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster.Contract;

namespace SealosIstio.Tests.Cutover;

/// <summary>What blocking does, on every cluster alike; by quotas, which every cluster has.</summary>
public abstract class BlockContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    private static readonly ResourceType Quotas = KnownTypes.Of<V1ResourceQuota>();
    private readonly string prefix = $"b{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}-";

    protected IngressBlock Block => new(Cluster, prefix);

    [ContractFact]
    public async Task Tenants_are_blocked_once_and_the_platform_never()
    {
        await TenantsAsync("a", "b");

        var first = await ApplyAsync(await Block.PlanBlockAsync(All, BlockMechanism.Quota));
        var second = await ApplyAsync(await Block.PlanBlockAsync(All, BlockMechanism.Quota));

        Assert.Equal(
            [(prefix + "a", ApplyAction.Created), (prefix + "b", ApplyAction.Created)],
            first.Select(result => (result.Namespace, result.Action))
        );
        Assert.All(second, result => Assert.Equal(ApplyAction.Unchanged, result.Action));
        Assert.Null(await Cluster.GetAsync(Quotas, Namespace, BlockObjects.Name));
    }

    [ContractFact]
    public async Task Unblocking_removes_exactly_what_blocking_made()
    {
        await TenantsAsync("a", "b");
        await Cluster.ApplyAsync(
            Parse(
                $"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: theirs, namespace: {prefix}a}}, spec: {{hard: {{pods: '5'}}}}}}"
            ),
            By("them")
        );
        await ApplyAsync(await Block.PlanBlockAsync(All, BlockMechanism.Quota));

        await RemoveAsync(await Block.PlanUnblockAsync(new NamePatterns([prefix + "a"])));
        Assert.Equal(["theirs"], await QuotasAsync("a"));
        Assert.Equal([BlockObjects.Name], await QuotasAsync("b"));

        await RemoveAsync(await Block.PlanUnblockAsync(new NamePatterns([prefix + "*"])));
        Assert.Equal(["theirs"], await QuotasAsync("a"));
        Assert.Empty(await QuotasAsync("b"));
        Assert.True((await Block.PlanUnblockAsync(new NamePatterns([prefix + "*"]))).IsEmpty);
    }

    [ContractFact]
    public async Task Names_that_are_no_tenants_are_refused()
    {
        var missing = await RefusedAsync(prefix + "nobody");
        var platform = await RefusedAsync(Namespace);

        Assert.Equal(ResourceProblem.NotFound, missing.Problem);
        Assert.Equal(ResourceProblem.NotATenant, platform.Problem);
        Assert.Contains($"'{Namespace}'", platform.Message, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task A_quota_of_somebody_else_is_left_alone()
    {
        await TenantsAsync("a");
        await Cluster.ApplyAsync(
            Parse(
                $"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: {BlockObjects.Name}, namespace: {prefix}a}}, spec: {{hard: {{pods: '5'}}}}}}"
            ),
            By("them")
        );

        await Assert.ThrowsAsync<ResourceException>(() => Block.PlanBlockAsync(All, BlockMechanism.Quota));
        Assert.True((await Block.PlanUnblockAsync(new NamePatterns([prefix + "a"]))).IsEmpty);
    }

    protected static NamePatterns All => new(null);

    protected string Tenant(string name) => prefix + name;

    protected async Task TenantsAsync(params string[] names)
    {
        foreach (var name in names)
            await CreateNamespaceAsync(prefix + name);
    }

    private Task<ResourceException> RefusedAsync(string name) =>
        Assert.ThrowsAsync<ResourceException>(() =>
            Block.PlanBlockAsync(new NamePatterns([name]), BlockMechanism.Quota)
        );

    private async Task<List<ApplyResult>> ApplyAsync(IReadOnlyList<KubernetesObject> objects)
    {
        var applier = new IstioResourceApplier(Cluster, new ApplySettings());
        var plan = await applier.PlanAsync(objects);
        var results = new List<ApplyResult>();
        await foreach (var step in applier.RunAsync(plan))
            results.Add(step.Result!);
        return results;
    }

    private async Task RemoveAsync(UnblockPlan plan)
    {
        Assert.Null(plan.Apply);
        foreach (var item in plan.Remove)
            await Block.RemoveAsync(item);
    }

    private Task<List<string>> QuotasAsync(string tenant) =>
        NamesAsync(Quotas, new ListOptions { Namespace = prefix + tenant });
}

public sealed class MemoryBlockTests : BlockContract<MemoryCluster>;

public sealed class ApiServerBlockTests : BlockContract<ApiServer>
{
    [ContractFact]
    public async Task The_server_refuses_new_Ingresses_lets_old_ones_change_and_forgets_the_block()
    {
        await TenantsAsync("a");
        await Cluster.ApplyAsync(Ingress("old", "a"), By("tenant"));
        foreach (var item in await Block.PlanBlockAsync(All, BlockMechanism.Quota))
            await Cluster.ApplyAsync(item, new ApplyOptions());

        // The server looks at a copy of the quotas, and the copy is a little behind.
        var number = 0;
        await EventuallyAsync(async () => await CreateAsync($"new-{number++}") == 403);
        await Cluster.ApplyAsync(Ingress("old", "b"), By("tenant"));
        Assert.Equal(200, await CreateAsync("elsewhere", Namespace));

        foreach (var item in (await Block.PlanUnblockAsync(new NamePatterns([Tenant("a")]))).Remove)
            await Block.RemoveAsync(item);
        await EventuallyAsync(async () => await CreateAsync("later") == 200);
    }

    private KubernetesObject Ingress(string name, string team, string? space = null) =>
        Parse(
            $"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: {name}
              namespace: {space ?? Tenant("a")}
              labels:
                team: {team}
            spec:
              defaultBackend:
                service:
                  name: web
                  port:
                    number: 80
            """
        );

    private async Task<int> CreateAsync(string name, string? space = null)
    {
        try
        {
            await Cluster.ApplyAsync(Ingress(name, "a", space), By("tenant"));
            return 200;
        }
        catch (KubernetesApiException exception)
        {
            return exception.Code;
        }
    }

    [ContractFact]
    public async Task Auto_asks_discovery() =>
        // The disposable server is older than the policy, or new enough for it: what it says decides.
        Assert.Equal(
            await Cluster.FindResourceTypeAsync("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "v1")
                is not null
                ? BlockMechanism.Policy
                : BlockMechanism.Quota,
            await new IngressBlock(Cluster, "ns-").ChooseAsync(BlockMechanism.Auto)
        );
}
