using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Applying;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Takes MinIO's Service off its load balancer: a node port for clients inside, the gateway for those outside.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">Which Service, and how.</param>
public sealed class ObjectStorageMigration(IKubernetesCluster cluster, ObjectStorageSettings settings)
{
    private readonly ServedTypes types = new(cluster);
    private readonly IstioResourceApplier applier = new(cluster, new ApplySettings { Force = settings.Force });

    /// <summary>
    /// Checks the Service, the node port in the whole cluster, and every route, and has the server try the patch. Writes nothing.
    /// </summary>
    /// <exception cref="ResourceException">Something speaks against the move; it names object and field.</exception>
    /// <exception cref="KubernetesApiException">The server refuses the patch.</exception>
    public async Task<ObjectStoragePlan> PlanAsync(CancellationToken cancellationToken = default)
    {
        if (settings.Domain is { } given && (!DnsName.IsHost(given) || given.Contains('*', StringComparison.Ordinal)))
            throw new ResourceException(
                ResourceProblem.Invalid,
                null,
                $"'{given}' is no host for S3.",
                "Give a DNS name without wildcard with -Domain, such as minio.example.com."
            );
        var service = await StorageService.ReadAsync(cluster, settings, cancellationToken);
        RefuseOtherTypes(service);
        var port = StoragePort.Find(service, settings.ServicePort);
        var nodePort = StorageServicePatch.WantedNodePort(service, port, settings.NodePort);
        await NodePortAllocation.EnsureFreeAsync(cluster, service, port, nodePort, cancellationToken);
        var hosts = await StorageHosts.ReadAsync(cluster, settings, cancellationToken);
        var warnings = StorageWarnings.Of(service, hosts).ToList();
        var desired = await RoutesAsync(hosts, port.Port!.Value, warnings, cancellationToken);
        var routes = await applier.PlanAsync(desired, cancellationToken);
        if (routes.Steps.Select(step => step.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refusal)
            throw refusal;
        var patch = StorageServicePatch.Move(service, port, nodePort);
        if (patch is not null)
            await StorageService.PatchAsync(cluster, service, patch, dryRun: true, cancellationToken);
        return new ObjectStoragePlan(service, port.NodePort, patch, hosts, routes)
        {
            NodePort = nodePort,
            Warnings = warnings,
            Endpoints =
            [
                .. hosts.All.Select(host => $"https://{host}"),
                .. (await NodeAddresses.ReadAsync(cluster, cancellationToken)).Select(address =>
                    NodeAddresses.Url("http", address, nodePort)
                ),
            ],
        };
    }

    /// <summary>
    /// Carries a plan out: routes first, so that the gateway leads to MinIO before the load balancer goes. The Service stays as it is
    /// when a route fails.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="onError">Called with the object and what the server said against it.</param>
    /// <param name="cancellationToken">Ends the run; every object is then either written as a whole or not at all.</param>
    public async Task<MinioMigrationResult> ApplyAsync(
        ObjectStoragePlan plan,
        Action<KubernetesObject, KubernetesApiException> onError,
        CancellationToken cancellationToken = default
    )
    {
        var results = new List<ApplyResult>();
        foreach (var step in plan.Routes.Steps)
            try
            {
                results.Add(await applier.ApplyAsync(plan.Routes, step, cancellationToken));
            }
            catch (KubernetesApiException exception) when (exception.Code != 401)
            {
                onError(step.Desired, exception);
                results.Add(applier.Fail(step, exception.Message));
            }
        var routesStand = results.TrueForAll(result =>
            result.Action is not (ApplyAction.Failed or ApplyAction.Skipped)
        );
        results.Add(
            plan.Patch is null ? StorageService.Result(plan.Service, ApplyAction.Unchanged)
            : routesStand ? await PatchAsync(plan, onError, cancellationToken)
            : StorageService.Result(plan.Service, ApplyAction.Skipped, "A route failed: the Service stays as it is.")
        );
        return Summarize(plan, results);
    }

    /// <summary>Records that a plan wasn't confirmed.</summary>
    public MinioMigrationResult Skip(ObjectStoragePlan plan) =>
        Summarize(
            plan,
            [
                .. plan.Routes.Steps.Select(applier.Skip),
                StorageService.Result(plan.Service, ApplyAction.Skipped, "Not confirmed."),
            ]
        );

    private async Task<ApplyResult> PatchAsync(
        ObjectStoragePlan plan,
        Action<KubernetesObject, KubernetesApiException> onError,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return StorageService.Result(
                await StorageService.PatchAsync(cluster, plan.Service, plan.Patch!, dryRun: false, cancellationToken),
                ApplyAction.Configured
            );
        }
        catch (KubernetesApiException exception) when (exception.Code != 401)
        {
            onError(plan.Service, exception);
            return StorageService.Result(plan.Service, ApplyAction.Failed, exception.Message);
        }
    }

    private void RefuseOtherTypes(V1Service service)
    {
        var identity = ResourceIdentity.Of(service);
        if (service.Spec?.Type is not ("LoadBalancer" or "NodePort"))
            throw new ResourceException(
                ResourceProblem.Invalid,
                identity,
                $"{identity}: spec.type is {service.Spec?.Type ?? "ClusterIP"}: there is no load balancer to move away from.",
                "Name the Service that clients outside reach, of type LoadBalancer or NodePort."
            );
        if (service.Spec.LoadBalancerSourceRanges is { Count: > 0 } ranges && !settings.AllowAnySource)
            throw new ResourceException(
                ResourceProblem.SourceRangesLost,
                identity,
                $"{identity}: spec.loadBalancerSourceRanges lets only {string.Join(", ", ranges)} in; a node port lets in whoever reaches a node.",
                "Keep others out by other means (a firewall, a NetworkPolicy), then accept it with -AllowAnySource."
            );
    }

    private async Task<List<KubernetesObject>> RoutesAsync(
        StorageHosts hosts,
        int servicePort,
        List<string> warnings,
        CancellationToken cancellationToken
    )
    {
        var routes = new ObjectStorageRoutes(settings, servicePort);
        var desired = hosts.Missing.Select(routes.SharedRoute).ToList<KubernetesObject>();
        if (hosts.Missing.Count > 0 && await IsSharedGatewayMissingAsync(cancellationToken))
            warnings.Add(
                $"The Gateway {settings.Platform.GatewayReference} doesn't exist yet; {string.Join(", ", hosts.Missing.SelectMany(route => route.Hosts))} "
                    + "answers there as soon as it does."
            );
        if (hosts.Domain is { } domain)
        {
            desired.Add(routes.Gateway(domain));
            desired.Add(routes.DomainRoute(domain));
            var credential = new StorageCredential(cluster, settings);
            if (await credential.IsToBeIssuedAsync(cancellationToken))
                desired.Add(routes.Certificate(domain));
            else if (await credential.WarnAsync(domain, cancellationToken) is { } warning)
                warnings.Add(warning);
        }
        foreach (var item in desired)
            await RouteTakeover.KeepAsync(cluster, types, item, settings.Force, cancellationToken);
        return desired;
    }

    private async Task<bool> IsSharedGatewayMissingAsync(CancellationToken cancellationToken)
    {
        var reference = settings.Platform.GatewayReference.Split('/');
        var identity = ResourceIdentity.Of(new Gateway()) with { Namespace = reference[0], Name = reference[^1] };
        var type = await types.RequireAsync(identity, cancellationToken);
        return await cluster.GetAsync(type, identity.Namespace, identity.Name, cancellationToken) is null;
    }

    private static MinioMigrationResult Summarize(ObjectStoragePlan plan, IReadOnlyList<ApplyResult> results) =>
        new(
            ResourceIdentity.Of(plan.Service),
            MinioMigrationResult.Summarize(results, removed: 0),
            StorageService.Describe(plan.Service.Spec?.Type, plan.NodePortBefore),
            StorageService.Describe("NodePort", plan.NodePort),
            plan.NodePort,
            plan.StorageHosts.Domain,
            plan.StorageHosts.All,
            plan.Endpoints,
            results,
            []
        );
}
