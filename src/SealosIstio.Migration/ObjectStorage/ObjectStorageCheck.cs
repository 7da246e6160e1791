using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Resources;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>Whether S3 is reached without a load balancer, and can be put back.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="settings">Which Service.</param>
public sealed class ObjectStorageCheck(IKubernetesCluster cluster, ObjectStorageSettings settings)
{
    private const string Suite = "ObjectStorage";

    /// <summary>Checks the Service, its routes and its certificate from the cluster's objects.</summary>
    /// <exception cref="ResourceException">The Service doesn't exist, or has no port that could be S3's.</exception>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var service = await StorageService.ReadAsync(cluster, settings, cancellationToken);
        var port = StoragePort.Find(service, settings.ServicePort);
        var target = $"{settings.Namespace}/{settings.Service}";
        var type = service.Spec!.Type ?? "ClusterIP";
        yield return Result(
            "ServiceType",
            target,
            type == "NodePort" ? CheckStatus.Pass : CheckStatus.Fail,
            "NodePort",
            type,
            type == "LoadBalancer" ? "Move-MinioToNodePort moves it." : null
        );
        yield return await NodePortAsync(service, port, target, cancellationToken);
        yield return await EndpointsAsync(service, target, cancellationToken);
        yield return Result(
            "Restorable",
            target,
            service.Metadata.Annotations?.ContainsKey(ObjectStorageMarks.Before) == true
                ? CheckStatus.Pass
                : CheckStatus.Skip,
            "a record of what it was",
            service.Metadata.Annotations?.ContainsKey(ObjectStorageMarks.Before) == true ? "present" : "none",
            "Restore-SealosObjectStorage puts back what the record says."
        );
        var hosts = await StorageHosts.ReadAsync(cluster, settings, cancellationToken);
        var routes = await RoutesAsync(cancellationToken);
        foreach (var host in hosts.All.Concat(hosts.Left.Select(entry => entry.Host)))
            yield return Route(host, routes, service);
        if (hosts.Domain is null)
            yield break;
        var secret = await new StorageCredential(cluster, settings).SecretAsync(cancellationToken);
        yield return Result(
            "Certificate",
            $"{settings.Platform.GatewayNamespace}/{settings.CertificateName}",
            secret switch
            {
                true => CheckStatus.Pass,
                false => CheckStatus.Warn,
                null => CheckStatus.Skip,
            },
            "a Secret in the namespace of the gateway's pods",
            secret switch
            {
                true => "present",
                false => "none",
                null => "can't be read",
            },
            secret == true ? null : $"{hosts.Domain} answers no HTTPS without it."
        );
    }

    /// <summary>Asks MinIO whether it is alive: at a node and, for each host, at the gateway.</summary>
    /// <param name="probe">How to ask.</param>
    /// <param name="gatewayAddress">The gateway as host or host:port; null: found out from the cluster.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async IAsyncEnumerable<SealosCheckResult> ProbeAsync(
        IHealthProbe probe,
        string? gatewayAddress,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var service = await StorageService.ReadAsync(cluster, settings, cancellationToken);
        var port = StoragePort.Find(service, settings.ServicePort);
        var node = await NodeAddresses.ReadAsync(cluster, cancellationToken) is [var first, ..] ? first : null;
        var atNode = node is not null && port.NodePort is { } number ? NodeAddresses.Url("http", node, number) : null;
        yield return await AskAsync(probe, "AliveAtNode", atNode, null, cancellationToken);
        var gateway = gatewayAddress is not null
            ? $"http://{gatewayAddress}"
            : await IngressGatewayAddress.ReadAsync(cluster, settings.Platform, cancellationToken);
        foreach (var host in (await StorageHosts.ReadAsync(cluster, settings, cancellationToken)).All)
            yield return await AskAsync(probe, "AliveAtGateway", gateway, host, cancellationToken);
    }

    private static async Task<SealosCheckResult> AskAsync(
        IHealthProbe probe,
        string name,
        string? address,
        string? host,
        CancellationToken cancellationToken
    )
    {
        const string Path = "/minio/health/live";
        if (address is null)
            return Result(name, host ?? "node", CheckStatus.Skip, "200", "not asked", "No address is known.");
        var answer = await probe.GetAsync(new Uri(address + Path), host, cancellationToken);
        var isRedirect =
            answer is { Status: 301 or 302 or 307 or 308 }
            && answer.Location?.StartsWith("https://", StringComparison.Ordinal) == true;
        return Result(
            name,
            host ?? address,
            answer.Status == 200 ? CheckStatus.Pass
                : isRedirect ? CheckStatus.Warn
                : CheckStatus.Fail,
            "200",
            answer.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? answer.Failure ?? "no answer",
            isRedirect ? "S3 clients that were set up with http:// don't follow to https://."
                : answer.Status == 200 ? null
                : $"GET {address}{Path}"
        );
    }

    private async Task<SealosCheckResult> NodePortAsync(
        V1Service service,
        V1ServicePort port,
        string target,
        CancellationToken cancellationToken
    )
    {
        const string Expected = "a number of its own within 30000 to 32767";
        if (port.NodePort is not { } number)
            return Result("NodePort", target, CheckStatus.Fail, Expected, "none", "Move-MinioToNodePort sets it.");
        var owner = await NodePortAllocation.FindOwnerAsync(cluster, service, port, number, cancellationToken);
        var isInRange = number is >= ObjectStorageSettings.LowestNodePort and <= ObjectStorageSettings.HighestNodePort;
        return Result(
            "NodePort",
            target,
            owner is null && isInRange ? CheckStatus.Pass : CheckStatus.Fail,
            Expected,
            $"{number}",
            owner is null ? null : $"Taken by {owner} as well."
        );
    }

    private async Task<SealosCheckResult> EndpointsAsync(
        V1Service service,
        string target,
        CancellationToken cancellationToken
    )
    {
        var endpoints =
            await cluster.GetAsync(
                KnownTypes.Of<V1Endpoints>(),
                service.Metadata.NamespaceProperty,
                service.Metadata.Name!,
                cancellationToken
            ) as V1Endpoints;
        var ready = (endpoints?.Subsets ?? []).Sum(subset => subset.Addresses?.Count ?? 0);
        return Result(
            "Endpoints",
            target,
            endpoints is null ? CheckStatus.Skip
                : ready > 0 ? CheckStatus.Pass
                : CheckStatus.Fail,
            "at least one Pod that is ready",
            endpoints is null ? "unknown" : $"{ready}",
            endpoints is null ? "The cluster has no Endpoints of the Service; manifests usually have none." : null
        );
    }

    private SealosCheckResult Route(string host, List<VirtualService> routes, V1Service service)
    {
        const string Name = "Route";
        const string Expected = "a route to the Service without total timeout or host rewrite";
        var matching = routes.Where(route => (route.Spec?.Hosts ?? []).Contains(host)).ToList();
        if (matching.Count == 0)
            return Result(
                Name,
                host,
                CheckStatus.Fail,
                Expected,
                "none",
                "Move-MinioToNodePort or a conversion makes it."
            );
        if (matching.Select(StorageWarnings.TotalTimeout).FirstOrDefault(timeout => timeout is not null) is { } timeout)
            return Result(
                Name,
                host,
                CheckStatus.Fail,
                Expected,
                $"timeout {timeout}",
                "Uploads that last longer break."
            );
        var all = matching.SelectMany(route => route.Spec!.Http ?? []).ToList();
        if (all.Find(route => route.Rewrite?.Authority is not null) is { } rewriting)
            return Result(
                Name,
                host,
                CheckStatus.Fail,
                Expected,
                $"host rewritten to {rewriting.Rewrite!.Authority}",
                "S3 clients sign the host: every signed request is refused."
            );
        var ports = (service.Spec!.Ports ?? []).Select(port => port.Port).ToHashSet();
        var lost = all.SelectMany(route => route.Route ?? [])
            .Select(route => route.Destination)
            .FirstOrDefault(destination =>
                destination?.Host?.Split('.')[0] == settings.Service
                && destination.Port?.Number is { } number
                && !ports.Contains(number)
            );
        return lost is null
            ? Result(
                Name,
                host,
                CheckStatus.Pass,
                Expected,
                string.Join(", ", matching.Select(route => route.Metadata.Name))
            )
            : Result(
                Name,
                host,
                CheckStatus.Fail,
                Expected,
                $"port {lost.Port!.Number}",
                "The Service has no such port."
            );
    }

    private async Task<List<VirtualService>> RoutesAsync(CancellationToken cancellationToken)
    {
        var routes = new List<VirtualService>();
        if (
            await cluster.FindResourceTypeAsync(
                VirtualService.KubeGroup,
                VirtualService.KubeKind,
                cancellationToken: cancellationToken
            ) is
            { } type
        )
            await foreach (var item in cluster.ListAsync(type, new ListOptions(), cancellationToken))
                if (item is VirtualService route)
                    routes.Add(route);
        return routes;
    }

    private static SealosCheckResult Result(
        string name,
        string target,
        CheckStatus status,
        string expected,
        string actual,
        string? detail = null
    ) => new(Suite, name, target, status, expected, actual, detail);
}
