using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Controllers;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Cutover.Blocking;
using SealosIstio.Migration.Cutover.State;
using SealosIstio.Migration.Platform;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Checkpoints;

/// <summary>
/// Takes checkpoints. Reads, and writes nothing. A part that is missing, or that the user may not read, is said to be so and stops nothing;
/// only a server that doesn't answer, or doesn't know the user, does.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="options">The platform's settings.</param>
/// <param name="time">The clock; null for the system's.</param>
public sealed class CheckpointReader(IKubernetesCluster cluster, ConversionOptions options, TimeProvider? time = null)
{
    private readonly List<string> unknown = [];

    /// <summary>Takes one.</summary>
    /// <exception cref="KubernetesConnectionException">The server doesn't answer.</exception>
    public async Task<SealosCheckpoint> TakeAsync(CancellationToken cancellationToken = default)
    {
        unknown.Clear();
        var taken = (time ?? TimeProvider.System).GetUtcNow();
        var ingresses = await TryAsync("Ingresses", () => IngressesAsync(cancellationToken));
        var blocks = await TryAsync("the block of new Ingresses", () => BlocksAsync(cancellationToken));
        var store = new RunStore(cluster, options.GatewayNamespace);
        var runs = await TryAsync("the records of cutovers", () => RunsAsync(store, cancellationToken));
        return new SealosCheckpoint
        {
            Cluster = cluster.Name,
            Taken = taken,
            ToolVersion = Provenance.Version,
            ServerVersion = cluster.ServerVersion,
            TenantNamespacePrefix = options.TenantNamespacePrefix,
            Controllers = await ControllersAsync(SealosController.All, cancellationToken),
            Components = [.. await IstioAsync(cancellationToken), .. await NginxAsync(cancellationToken)],
            Ingresses = ingresses,
            IngressCounts = ingresses is null ? null : CountsOf(ingresses),
            VirtualServices = await CountAsync<VirtualService>(cancellationToken),
            Gateways = await CountAsync<Gateway>(cancellationToken),
            IsBlocked = blocks is null ? null : blocks.Count > 0,
            Blocks = blocks ?? [],
            Runs = runs,
            AtWork = runs is null
                ? null
                : await TryAsync("the cutovers' Lease", () => AtWorkAsync(store, cancellationToken)),
            Unknown = [.. unknown],
        };
    }

    /// <summary>The controllers as they are; one that the cluster hasn't is Absent.</summary>
    internal async Task<IReadOnlyList<ComponentSnapshot>> ControllersAsync(
        IEnumerable<SealosController> controllers,
        CancellationToken cancellationToken
    )
    {
        var modes = new ControllerModes(cluster);
        var snapshots = new List<ComponentSnapshot>();
        foreach (var controller in controllers)
            snapshots.Add(
                await TryAsync(
                    $"the controller {controller}",
                    async () =>
                        await modes.FindAsync(controller, cancellationToken) is { } state
                            ? ComponentSnapshot.Of(
                                controller.Name,
                                state.Deployment,
                                state.Container,
                                cluster.IsRemote,
                                state.Mode
                            )
                            : ComponentSnapshot.Absent(controller.Name)
                ) ?? ComponentSnapshot.Unknown(controller.Name, unknown[^1])
            );
        return snapshots;
    }

    /// <summary>The controllers of ingress-nginx; one Absent entry when there is none.</summary>
    internal async Task<IReadOnlyList<ComponentSnapshot>> NginxAsync(CancellationToken cancellationToken) =>
        await TryAsync(
            "the nginx controller",
            async () =>
                Snapshots(NginxControllers.Component, await NginxControllers.ReadAsync(cluster, cancellationToken))
        ) ?? [ComponentSnapshot.Unknown(NginxControllers.Component, unknown[^1])];

    private async Task<IReadOnlyList<ComponentSnapshot>> IstioAsync(CancellationToken cancellationToken) =>
        await TryAsync<IReadOnlyList<ComponentSnapshot>>(
            "Istio's workloads",
            async () =>
            {
                var workloads = await IstioWorkloads.ReadAsync(
                    cluster,
                    options.GatewayNamespace,
                    options.GatewaySelector,
                    cancellationToken
                );
                return
                [
                    .. Snapshots("istiod", workloads.ControlPlanes, "discovery"),
                    .. Snapshots("gateway", workloads.Gateways, "istio-proxy"),
                ];
            }
        ) ?? [ComponentSnapshot.Unknown("istiod", unknown[^1]), ComponentSnapshot.Unknown("gateway", unknown[^1])];

    private IReadOnlyList<ComponentSnapshot> Snapshots(
        string component,
        IReadOnlyList<KubernetesObject> workloads,
        string? container = null
    ) =>
        workloads.Count == 0
            ? [ComponentSnapshot.Absent(component)]
            : [.. workloads.Select(item => ComponentSnapshot.Of(component, item, container, cluster.IsRemote))];

    private async Task<List<IngressSnapshot>> IngressesAsync(CancellationToken cancellationToken)
    {
        var classifier = new IngressClassifier(new PublicDomains(options.PublicDomains), options.TenantNamespacePrefix);
        var all = new List<IngressSnapshot>();
        await foreach (var item in new IngressQuery(cluster, classifier, new()).ReadAsync(cancellationToken))
            all.Add(
                new IngressSnapshot(
                    $"{item.Namespace}/{item.Name}",
                    item.MigrationState,
                    Provenance.HashOf(item.Ingress)
                )
            );
        return all;
    }

    // Every state is named, so that two checkpoints have the same lines.
    internal static SortedDictionary<MigrationState, int> CountsOf(IReadOnlyCollection<IngressSnapshot> ingresses) =>
        new(
            Enum.GetValues<MigrationState>()
                .ToDictionary(state => state, state => ingresses.Count(ingress => ingress.State == state))
        );

    /// <summary>What refuses new Ingresses in tenants' namespaces, as <c>Kind namespace/name</c>.</summary>
    internal async Task<List<string>> BlocksAsync(CancellationToken cancellationToken)
    {
        var plan = await new IngressBlock(cluster, options.TenantNamespacePrefix).PlanUnblockAsync(
            new NamePatterns(null),
            cancellationToken
        );
        return
        [
            .. plan
                .Remove.Where(item =>
                    item.Metadata.NamespaceProperty?.StartsWith(options.TenantNamespacePrefix, StringComparison.Ordinal)
                    != false
                )
                .Select(item => ResourceIdentity.Of(item).ToString()),
        ];
    }

    private static async Task<IReadOnlyList<RunSnapshot>> RunsAsync(RunStore store, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await store.ListAsync(cancellationToken)).Select(RunSnapshot.Of)];
        }
        // Where there is no place for records there are none.
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.NotFound)
        {
            return [];
        }
    }

    private async Task<string?> AtWorkAsync(RunStore store, CancellationToken cancellationToken)
    {
        try
        {
            var home = await store.HomeAsync(cancellationToken);
            return await RunLease.HolderAsync(cluster, home, time, cancellationToken);
        }
        catch (ResourceException exception) when (exception.Problem == ResourceProblem.NotFound)
        {
            return null;
        }
    }

    private Task<ObjectCount?> CountAsync<T>(CancellationToken cancellationToken)
        where T : KubernetesObject
    {
        var known = KnownTypes.Of<T>();
        return TryAsync<ObjectCount?>(
            known.PluralName,
            async () =>
            {
                if (
                    await cluster.FindResourceTypeAsync(known.Group, known.Kind, null, cancellationToken)
                    is not { } type
                )
                    return null;
                var (ours, foreign) = (0, 0);
                await foreach (var item in cluster.ListAsync(type, null, cancellationToken))
                    if (Provenance.IsOurs(item))
                        ours++;
                    else
                        foreign++;
                return new ObjectCount(ours, foreign);
            }
        );
    }

    // 401 says that nothing of the rest would be answered either.
    private async Task<T?> TryAsync<T>(string what, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is KubernetesApiException { Code: not 401 } or ResourceException)
        {
            unknown.Add($"{what}: {exception.Message}");
            return default;
        }
    }
}
