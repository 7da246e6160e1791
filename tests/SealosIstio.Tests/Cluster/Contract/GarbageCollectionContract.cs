using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>What happens to the dependents of a deleted object.</summary>
public abstract class GarbageCollectionContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Background_deletion_takes_dependents_along()
    {
        var owner = await ApplyConfigMapAsync("owner");
        var child = await ApplyChildAsync("child", owner);
        await ApplyChildAsync("grandchild", child);
        await ApplyConfigMapAsync("stranger");

        await Cluster.DeleteAsync(
            ConfigMaps,
            Namespace,
            "owner",
            new DeleteOptions { Propagation = DeletionPropagation.Background }
        );

        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "owner"));
        await GoneAsync(ConfigMaps, "child");
        await GoneAsync(ConfigMaps, "grandchild");
        Assert.NotNull(await Cluster.GetAsync(ConfigMaps, Namespace, "stranger"));
    }

    [ContractFact]
    public async Task Foreground_deletion_takes_dependents_first()
    {
        var owner = await ApplyConfigMapAsync("owner");
        await ApplyChildAsync("child", owner, blocks: true, finalizer: "example.com/hold");
        await ApplyChildAsync("free", owner);
        // A server's garbage collector must have seen the dependents, or it takes the owner at once.
        await SettleAsync("free");

        await Cluster.DeleteAsync(
            ConfigMaps,
            Namespace,
            "owner",
            new DeleteOptions { Propagation = DeletionPropagation.Foreground }
        );
        await EventuallyAsync(async () =>
            (await Cluster.GetAsync(ConfigMaps, Namespace, "child"))?.Metadata.DeletionTimestamp is not null
        );
        var held = await Cluster.GetAsync(ConfigMaps, Namespace, "owner");
        Assert.NotNull(held!.Metadata.DeletionTimestamp);
        Assert.Contains("foregroundDeletion", held.Metadata.Finalizers!);

        await PatchAsync(ConfigMaps, "child", PatchType.Merge, """{"metadata":{"finalizers":null}}""");
        await GoneAsync(ConfigMaps, "child");
        await GoneAsync(ConfigMaps, "free");
        await GoneAsync(ConfigMaps, "owner");
    }

    [ContractFact]
    public async Task Orphans_stay_without_the_reference()
    {
        var owner = await ApplyConfigMapAsync("owner");
        await ApplyChildAsync("child", owner);
        await SettleAsync("child");

        await Cluster.DeleteAsync(
            ConfigMaps,
            Namespace,
            "owner",
            new DeleteOptions { Propagation = DeletionPropagation.Orphan }
        );
        await GoneAsync(ConfigMaps, "owner");

        await EventuallyAsync(async () =>
            (await Cluster.GetAsync(ConfigMaps, Namespace, "child"))!.Metadata.OwnerReferences is not { Count: > 0 }
        );
    }

    [ContractFact]
    public async Task A_second_owner_keeps_a_dependent()
    {
        var first = await ApplyConfigMapAsync("first");
        var second = await ApplyConfigMapAsync("second");
        await ApplyConfigMapAsync("child", metadata: $"ownerReferences: [{Reference(first)}, {Reference(second)}]");

        await Cluster.DeleteAsync(ConfigMaps, Namespace, "first");
        await EventuallyAsync(async () =>
        {
            var child = await Cluster.GetAsync(ConfigMaps, Namespace, "child");
            return Assert.Single(child!.Metadata.OwnerReferences!.Take(1)).Uid == second.Metadata.Uid;
        });

        await Cluster.DeleteAsync(ConfigMaps, Namespace, "second");
        await GoneAsync(ConfigMaps, "child");
    }

    [ContractFact]
    public async Task Dependents_of_custom_kinds_go_too()
    {
        var owner = await ApplyConfigMapAsync("owner");
        await ApplyAsync(
            $$$"""
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web, ownerReferences: [{{{Reference(owner)}}}]}
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """
        );

        await Cluster.DeleteAsync(ConfigMaps, Namespace, "owner");

        await GoneAsync(VirtualServices, "web");
    }

    [ContractFact]
    public async Task Owner_references_must_be_complete()
    {
        await FailsAsync(
            422,
            "Invalid",
            () =>
                ApplyConfigMapAsync(
                    "child",
                    metadata: "ownerReferences: [{apiVersion: v1, kind: '', name: x, uid: 0b5e5a3c-0000-0000-0000-000000000000}]"
                )
        );
    }

    private Task<KubernetesObject> ApplyChildAsync(
        string name,
        KubernetesObject owner,
        bool blocks = false,
        string? finalizer = null
    ) =>
        ApplyConfigMapAsync(
            name,
            metadata: $"finalizers: [{finalizer}], ownerReferences: [{Reference(owner, blocks)}]"
        );

    // A probe that is collected shows that the garbage collector has read everything before it.
    private async Task SettleAsync(string lastName)
    {
        var probeOwner = await ApplyConfigMapAsync(lastName + "-probe-owner");
        await ApplyChildAsync(lastName + "-probe", probeOwner);
        await Cluster.DeleteAsync(ConfigMaps, Namespace, lastName + "-probe-owner");
        await GoneAsync(ConfigMaps, lastName + "-probe");
    }

    private static string Reference(KubernetesObject owner, bool blocks = false) =>
        $"{{apiVersion: v1, kind: ConfigMap, name: {owner.Metadata.Name}, uid: {owner.Metadata.Uid}, blockOwnerDeletion: {(blocks ? "true" : "false")}}}";
}
