using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Resources;
using SealosIstio.Tests.Cluster;

namespace SealosIstio.Tests.Cutover;

/// <summary>The lease is its holder's whatever becomes of the answers, and given back as a whole.</summary>
public sealed class RunLeaseTests : IAsyncLifetime
{
    private const string Home = "istio-system";
    private static readonly ResourceType Leases = KnownTypes.Of<V1Lease>();

    private readonly IKubernetesCluster cluster = ManifestCluster.Create();

    public async Task InitializeAsync() =>
        await cluster.ApplyAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Home } },
            new ApplyOptions { FieldManager = "test" }
        );

    public async Task DisposeAsync() => await cluster.DisposeAsync();

    [Fact]
    public async Task A_second_holder_is_told_of_the_first_one()
    {
        await using var lease = await RunLease.AcquireAsync(cluster, Home, "cutover 1");

        var exception = await Assert.ThrowsAsync<ResourceException>(() =>
            RunLease.AcquireAsync(cluster, Home, "cutover 2")
        );

        Assert.Equal(ResourceProblem.RunInProgress, exception.Problem);
        Assert.Contains("cutover 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_was_taken_twice_because_the_answer_got_lost_is_its_holders()
    {
        await LeaveBehindAsync();
        await using var repeating = new RepeatingCluster(cluster);

        await using (await RunLease.AcquireAsync(repeating, Home, "cutover 2", force: true))
            Assert.Contains("cutover 2", await RunLease.HolderAsync(cluster, Home), StringComparison.Ordinal);

        Assert.True(repeating.HasRepeated);
        Assert.Null(await cluster.GetAsync(Leases, Home, "sealos-cutover"));
    }

    [Fact]
    public async Task A_renewal_that_arrived_unheard_does_not_keep_the_lease_from_being_given_back()
    {
        await using (await RunLease.AcquireAsync(cluster, Home, "cutover 1"))
            await TouchAsync();

        Assert.Null(await cluster.GetAsync(Leases, Home, "sealos-cutover"));
    }

    [Fact]
    public async Task A_lease_that_somebody_else_took_is_left_to_them()
    {
        await using (await RunLease.AcquireAsync(cluster, Home, "cutover 1"))
            await RunLease.AcquireAsync(cluster, Home, "rollback", force: true);

        Assert.Contains("rollback", await RunLease.HolderAsync(cluster, Home), StringComparison.Ordinal);
    }

    /// <summary>A lease whose holder never gave it back.</summary>
    private async Task LeaveBehindAsync() => await RunLease.AcquireAsync(cluster, Home, "cutover 1");

    private Task<KubernetesObject> TouchAsync() =>
        cluster.PatchAsync(
            Leases,
            Home,
            "sealos-cutover",
            new KubernetesPatch(
                PatchType.Merge,
                new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["touched"] = "yes" } } }
            ),
            new PatchOptions { FieldManager = "test" }
        );

    /// <summary>Sends every patch twice, as a client does that gets no answer to the first one.</summary>
    private sealed class RepeatingCluster(IKubernetesCluster inner) : DelegatingCluster(inner)
    {
        public bool HasRepeated { get; private set; }

        public override async Task<KubernetesObject> PatchAsync(
            ResourceType type,
            string? namespaceName,
            string name,
            KubernetesPatch patch,
            PatchOptions options,
            CancellationToken cancellationToken = default
        )
        {
            await Inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken);
            HasRepeated = true;
            return await Inner.PatchAsync(type, namespaceName, name, patch, options, cancellationToken);
        }
    }
}
