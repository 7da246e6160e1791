using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.Cluster.Contract;

/// <summary>Delete, preconditions, finalizers, namespaces.</summary>
public abstract class DeleteContract<TCluster> : ClusterContract<TCluster>
    where TCluster : ContractCluster, new()
{
    [ContractFact]
    public async Task Deleting_says_whether_there_was_something()
    {
        await ApplyConfigMapAsync("settings");

        Assert.True(await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings"));
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));
        Assert.False(await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings"));
        Assert.False(await Cluster.DeleteAsync(ConfigMaps, "no-such-namespace", "settings"));
    }

    [ContractFact]
    public async Task A_new_incarnation_has_a_new_uid()
    {
        var first = await ApplyConfigMapAsync("settings");
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings");
        var second = await ApplyConfigMapAsync("settings");
        Assert.NotEqual(first.Metadata.Uid, second.Metadata.Uid);
    }

    [ContractFact]
    public async Task Preconditions_protect_another_incarnation_and_another_version()
    {
        var first = await ApplyConfigMapAsync("settings");
        var second = await ApplyConfigMapAsync("settings", data: "{a: '2'}");

        var uid = await FailsAsync(409, "Conflict", () => DeleteAsync(Guid.NewGuid().ToString(), null));
        Assert.Contains("UID", uid.Message, StringComparison.Ordinal);
        await FailsAsync(409, "Conflict", () => DeleteAsync(null, first.Metadata.ResourceVersion));
        Assert.NotNull(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));

        Assert.True(await DeleteAsync(second.Metadata.Uid, second.Metadata.ResourceVersion));
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));

        Task<bool> DeleteAsync(string? uid, string? version) =>
            Cluster.DeleteAsync(
                ConfigMaps,
                Namespace,
                "settings",
                new DeleteOptions { PreconditionUid = uid, PreconditionResourceVersion = version }
            );
    }

    [ContractFact]
    public async Task A_dry_run_deletes_nothing()
    {
        await ApplyConfigMapAsync("settings");
        var options = new DeleteOptions { DryRun = true };

        Assert.True(await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings", options));
        Assert.False(await Cluster.DeleteAsync(ConfigMaps, Namespace, "missing", options));

        Assert.NotNull(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));
    }

    [ContractFact]
    public async Task Finalizers_hold_a_deleted_object()
    {
        const string yaml = """
            apiVersion: networking.istio.io/v1beta1
            kind: VirtualService
            metadata: {name: web, finalizers: [example.com/hold]}
            spec: {hosts: [a.example.com], http: [{route: [{destination: {host: web}}]}]}
            """;
        await ApplyAsync(yaml);

        Assert.True(await Cluster.DeleteAsync(VirtualServices, Namespace, "web"));
        var held = await Cluster.GetAsync(VirtualServices, Namespace, "web");
        Assert.NotNull(held!.Metadata.DeletionTimestamp);
        Assert.Equal(0, held.Metadata.DeletionGracePeriodSeconds);
        Assert.Equal(["example.com/hold"], held.Metadata.Finalizers!);
        Assert.Equal(2, held.Metadata.Generation);
        Assert.True(await Cluster.DeleteAsync(VirtualServices, Namespace, "web"));
        var again = await Cluster.GetAsync(VirtualServices, Namespace, "web");
        Assert.Equal(held.Metadata.ResourceVersion, again!.Metadata.ResourceVersion);

        await PatchAsync(VirtualServices, "web", PatchType.Merge, """{"metadata":{"finalizers":null}}""");
        Assert.Null(await Cluster.GetAsync(VirtualServices, Namespace, "web"));
    }

    [ContractFact]
    public async Task A_deleted_object_gets_no_new_finalizers()
    {
        await ApplyConfigMapAsync("settings", metadata: "finalizers: [example.com/hold]");
        await Cluster.DeleteAsync(ConfigMaps, Namespace, "settings");

        await FailsAsync(
            422,
            "Invalid",
            () =>
                PatchAsync(
                    ConfigMaps,
                    "settings",
                    PatchType.Merge,
                    """{"metadata":{"finalizers":["example.com/hold","example.com/more"]}}"""
                )
        );
        var applied = await ApplyConfigMapAsync(
            "settings",
            data: "{a: '5'}",
            metadata: "finalizers: [example.com/hold]"
        );
        Assert.NotNull(applied.Metadata.DeletionTimestamp);
        await ApplyConfigMapAsync("settings", data: "{a: '5'}");
        Assert.Null(await Cluster.GetAsync(ConfigMaps, Namespace, "settings"));
    }

    [ContractFact]
    public async Task A_namespace_takes_its_content_along()
    {
        var name = Namespace + "-short";
        await CreateNamespaceAsync(name);
        await ApplyConfigMapAsync("settings", metadata: $"namespace: {name}");

        Assert.True(await Cluster.DeleteAsync(Namespaces, null, name));

        await GoneAsync(Namespaces, name);
        Assert.Null(await Cluster.GetAsync(ConfigMaps, name, "settings"));
        await FailsAsync(404, "NotFound", () => ApplyConfigMapAsync("settings", metadata: $"namespace: {name}"));
    }

    [ContractFact]
    public async Task A_namespace_waits_for_held_objects_and_takes_nothing_new()
    {
        var name = Namespace + "-held";
        await CreateNamespaceAsync(name);
        await ApplyConfigMapAsync("held", metadata: $"namespace: {name}, finalizers: [example.com/hold]");
        await Cluster.DeleteAsync(Namespaces, null, name);
        await EventuallyAsync(async () =>
            (await Cluster.GetAsync(ConfigMaps, name, "held"))!.Metadata.DeletionTimestamp is not null
        );

        var value = Assert.IsType<V1Namespace>(await Cluster.GetAsync(Namespaces, null, name));
        Assert.Equal("Terminating", value.Status!.Phase);
        Assert.NotNull(value.Metadata.DeletionTimestamp);
        var failure = await FailsAsync(
            403,
            "Forbidden",
            () => ApplyConfigMapAsync("new", metadata: $"namespace: {name}")
        );
        Assert.Contains(failure.Status.Details!.Causes!, cause => cause.Reason == "NamespaceTerminating");

        await Cluster.PatchAsync(
            ConfigMaps,
            name,
            "held",
            new KubernetesPatch(PatchType.Merge, JsonNode.Parse("""{"metadata":{"finalizers":null}}""")!),
            new PatchOptions()
        );
        await GoneAsync(Namespaces, name);
    }
}
