using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>A restore that was checked.</summary>
public sealed class ObjectStorageRestorePlan
{
    internal ObjectStorageRestorePlan(
        V1Service service,
        JsonObject? patch,
        IReadOnlyList<(KubernetesObject Live, JsonObject? Patch)> routes
    ) => (Service, Patch, Routes) = (service, patch, routes);

    /// <summary>The Service as the cluster has it.</summary>
    public V1Service Service { get; }

    /// <summary>How it is reached now, and how it was before the move.</summary>
    public string Before { get; internal init; } = "";

    /// <summary>See <see cref="Before"/>.</summary>
    public string After { get; internal init; } = "";

    /// <summary>Whether anything is left to do.</summary>
    public bool HasChanges => Patch is not null || Routes.Count > 0;

    /// <summary>What would be done, in one line.</summary>
    public string Preview =>
        string.Join(
            ", ",
            Routes
                .Select(route =>
                    $"{(route.Patch is null ? "remove" : "give back")} {route.Live.Kind} {route.Live.Metadata.Name}"
                )
                .Prepend(Patch is null ? "leave the Service as it is" : $"{Before} to {After}")
        );

    internal int? NodePortAfter { get; init; }

    internal JsonObject? Patch { get; }

    internal IReadOnlyList<(KubernetesObject Live, JsonObject? Patch)> Routes { get; }
}

/// <summary>Undoes a move: the Service as the record on it says, routes that were there as they were, and no others.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">Which Service.</param>
public sealed class ObjectStorageRestoration(IKubernetesCluster cluster, ObjectStorageSettings settings)
{
    private readonly ServedTypes types = new(cluster);

    private string Owner => $"{settings.Namespace}/{settings.Service}";

    /// <summary>Reads the records, checks that the former node port is free, and has the server try the patch. Writes nothing.</summary>
    /// <exception cref="ResourceException">A record can't be read, or the former node port is taken.</exception>
    public async Task<ObjectStorageRestorePlan> PlanAsync(CancellationToken cancellationToken = default)
    {
        var service = await StorageService.ReadAsync(cluster, settings, cancellationToken);
        var moved = StorageServicePatch.Moved(service);
        var patch = StorageServicePatch.Restore(service);
        if (moved is { NodePort: { } number })
            await NodePortAllocation.EnsureFreeAsync(cluster, service, moved.Value.Port, number, cancellationToken);
        var routes = new List<(KubernetesObject, JsonObject?)>();
        await foreach (var route in RoutesAsync(cancellationToken))
            routes.Add((route, RouteTakeover.Restore(route)));
        if (patch is not null)
            await StorageService.PatchAsync(cluster, service, patch, dryRun: true, cancellationToken);
        var nodePort = (moved?.Port ?? (service.Spec?.Ports ?? []).FirstOrDefault())?.NodePort;
        var before = StorageService.Describe(service.Spec?.Type, nodePort);
        return new ObjectStorageRestorePlan(service, patch, routes)
        {
            Before = before,
            After = moved is { } was ? StorageService.Describe(was.Type, was.NodePort) : before,
            NodePortAfter = moved is { } former ? former.NodePort : nodePort,
        };
    }

    /// <summary>Carries a plan out: the Service first, so that it is reached at its old address before the routes go.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="onError">Called with the object and what the server said against it.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<MinioMigrationResult> ApplyAsync(
        ObjectStorageRestorePlan plan,
        Action<KubernetesObject, KubernetesApiException> onError,
        CancellationToken cancellationToken = default
    )
    {
        var results = new List<ApplyResult>();
        var removed = new List<ResourceIdentity>();
        await TryAsync(
            plan.Service,
            async () =>
                results.Add(
                    plan.Patch is null
                        ? StorageService.Result(plan.Service, ApplyAction.Unchanged)
                        : StorageService.Result(
                            await StorageService.PatchAsync(
                                cluster,
                                plan.Service,
                                plan.Patch,
                                dryRun: false,
                                cancellationToken
                            ),
                            ApplyAction.Configured
                        )
                )
        );
        // Without the Service back in its place the routes are the only way in.
        if (results is [{ Action: ApplyAction.Failed }])
            return Summarize(plan, results, removed);
        foreach (var (live, patch) in plan.Routes)
            await TryAsync(live, () => UndoAsync(live, patch, results, removed, cancellationToken));
        return Summarize(plan, results, removed);

        async Task TryAsync(KubernetesObject live, Func<Task> action)
        {
            try
            {
                await action();
            }
            catch (KubernetesApiException exception) when (exception.Code != 401)
            {
                onError(live, exception);
                results.Add(
                    new ApplyResult(
                        ResourceIdentity.Of(live),
                        ApplyAction.Failed,
                        exception.Message,
                        live,
                        IsDryRun: false
                    )
                );
            }
        }
    }

    /// <summary>Records that a plan wasn't confirmed.</summary>
    public static MinioMigrationResult Skip(ObjectStorageRestorePlan plan) =>
        Summarize(plan, [StorageService.Result(plan.Service, ApplyAction.Skipped, "Not confirmed.")], []);

    private async Task UndoAsync(
        KubernetesObject live,
        JsonObject? patch,
        List<ApplyResult> results,
        List<ResourceIdentity> removed,
        CancellationToken cancellationToken
    )
    {
        var identity = ResourceIdentity.Of(live);
        var type = await types.RequireAsync(identity, cancellationToken);
        if (patch is null)
        {
            var options = new DeleteOptions { PreconditionUid = live.Metadata.Uid };
            await cluster.DeleteAsync(type, identity.Namespace, identity.Name, options, cancellationToken);
            removed.Add(identity);
            return;
        }
        patch["metadata"]!["resourceVersion"] = live.Metadata.ResourceVersion;
        var restored = await cluster.PatchAsync(
            type,
            identity.Namespace,
            identity.Name,
            new KubernetesPatch(PatchType.Merge, patch),
            new PatchOptions(),
            cancellationToken
        );
        results.Add(new ApplyResult(identity, ApplyAction.Configured, "As it was before.", restored, IsDryRun: false));
    }

    // What a conversion has taken over since carries no mark any more, and stays.
    private async IAsyncEnumerable<KubernetesObject> RoutesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (
            var (group, kind, space) in new[]
            {
                (VirtualService.KubeGroup, VirtualService.KubeKind, settings.Namespace),
                (Gateway.KubeGroup, Gateway.KubeKind, settings.Namespace),
                (Certificate.KubeGroup, Certificate.KubeKind, settings.Platform.GatewayNamespace),
            }
        )
        {
            if (await cluster.FindResourceTypeAsync(group, kind, cancellationToken: cancellationToken) is not { } type)
                continue;
            await foreach (
                var item in cluster.ListAsync(type, new ListOptions { Namespace = space }, cancellationToken)
            )
                if (ObjectStorageMarks.BelongsTo(item, Owner))
                    yield return item;
        }
    }

    private static MinioMigrationResult Summarize(
        ObjectStorageRestorePlan plan,
        IReadOnlyList<ApplyResult> results,
        IReadOnlyList<ResourceIdentity> removed
    ) =>
        new(
            ResourceIdentity.Of(plan.Service),
            MinioMigrationResult.Summarize(results, removed.Count),
            plan.Before,
            plan.After,
            plan.NodePortAfter,
            null,
            [],
            [],
            results,
            removed
        );
}
