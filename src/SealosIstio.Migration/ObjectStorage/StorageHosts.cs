using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.ObjectStorage;

/// <summary>The hosts of one VirtualService.</summary>
/// <param name="Name">
/// Its name: the one that converting the Ingress would give, so that a later conversion takes the object over instead of adding a second
/// one for the same host.
/// </param>
/// <param name="Hosts">The hosts.</param>
internal sealed record StorageRoute(string Name, IReadOnlyList<string> Hosts);

/// <summary>At which hosts S3 is reached today, and who routes them at the gateway.</summary>
/// <param name="Domain">The further host; null when it is one of those that are there already.</param>
/// <param name="Present">Hosts that have a VirtualService which isn't the move's, each with it.</param>
/// <param name="Missing">What the shared gateway needs a route for.</param>
/// <param name="Left">Hosts of Ingresses that the shared gateway doesn't serve.</param>
internal sealed record StorageHosts(
    string? Domain,
    IReadOnlyList<(string Host, VirtualService Route)> Present,
    IReadOnlyList<StorageRoute> Missing,
    IReadOnlyList<(string Host, V1Ingress Ingress)> Left
)
{
    private const string DefaultDomain = "sealos.io";
    private const string ApiHost = "objectstorageapi";
    private const string ApiRoute = "object-storage-api-vs";

    /// <summary>All hosts at which S3 answers after the move, the further one last.</summary>
    public IReadOnlyList<string> All =>
        [
            .. Present.Select(entry => entry.Host).Concat(Missing.SelectMany(route => route.Hosts)),
            .. Domain is null ? Array.Empty<string>() : [Domain],
        ];

    public static async Task<StorageHosts> ReadAsync(
        IKubernetesCluster cluster,
        ObjectStorageSettings settings,
        CancellationToken cancellationToken
    )
    {
        var domains = await PublicDomainsAsync(cluster, settings, cancellationToken);
        var groups = await GroupsAsync(cluster, settings, domains, cancellationToken);
        var (routes, own) = await RoutesAsync(cluster, settings, cancellationToken);
        var domain =
            settings.Domain
            ?? own?.Spec?.Hosts?.FirstOrDefault()
            ?? $"minio.{settings.Namespace}.{(domains.Domains is [var first, ..] ? first : DefaultDomain)}";
        var present = new List<(string, VirtualService)>();
        var missing = new List<StorageRoute>();
        var left = new List<(string, V1Ingress)>();
        foreach (var (name, hosts, ingress) in groups)
        {
            var open = new List<string>();
            foreach (var host in hosts)
                if (routes.Find(route => Routes(route, host)) is { } route)
                    present.Add((host, route));
                else if (domains.Contains(host))
                    open.Add(host);
                else
                    left.Add((host, ingress!));
            if (open.Count > 0)
                missing.Add(new StorageRoute(name, open));
        }
        // A host that the shared gateway doesn't serve may be asked for as the further one.
        left.RemoveAll(entry => entry.Item1 == domain);
        var isServed =
            missing.Exists(route => route.Hosts.Contains(domain)) || routes.Exists(route => Routes(route, domain));
        return new StorageHosts(isServed ? null : domain, present, missing, left);
    }

    private static async Task<PublicDomains> PublicDomainsAsync(
        IKubernetesCluster cluster,
        ObjectStorageSettings settings,
        CancellationToken cancellationToken
    )
    {
        var given = settings.Platform.PublicDomains;
        if (given.Count > 0)
            return new PublicDomains(given);
        return new PublicDomains(
            await SealosConfiguration.ReadCloudDomainAsync(cluster, cancellationToken) is { } cloud ? [cloud] : []
        );
    }

    private static async Task<List<(string Name, IReadOnlyList<string> Hosts, V1Ingress? Ingress)>> GroupsAsync(
        IKubernetesCluster cluster,
        ObjectStorageSettings settings,
        PublicDomains domains,
        CancellationToken cancellationToken
    )
    {
        var groups = new List<(string, IReadOnlyList<string>, V1Ingress?)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var options = new ListOptions { Namespace = settings.Namespace };
        var classifier = new IngressClassifier(domains, settings.Platform.TenantNamespacePrefix);
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<V1Ingress>(), options, cancellationToken))
            if (item is V1Ingress ingress)
            {
                var hosts = HostsTo(ingress, settings.Service).Where(seen.Add).ToList();
                if (hosts.Count > 0)
                    groups.Add((ObjectNames.VirtualService(classifier.Classify(ingress), null), hosts, ingress));
            }
        if (groups.Count == 0 && domains.Domains is [var first, ..])
            groups.Add((ApiRoute, [$"{ApiHost}.{first}"], null));
        return groups;
    }

    private static IEnumerable<string> HostsTo(V1Ingress ingress, string service) =>
        (ingress.Spec?.Rules ?? [])
            .Where(rule => (rule.Http?.Paths ?? []).Any(path => path.Backend?.Service?.Name == service))
            .Select(rule => HostName.Normalize(rule.Host))
            .Where(host => host.Length > 0);

    // The move's own routes don't count as somebody's: they are made again. The one of the further host tells which that was.
    private static async Task<(List<VirtualService> Others, VirtualService? Own)> RoutesAsync(
        IKubernetesCluster cluster,
        ObjectStorageSettings settings,
        CancellationToken cancellationToken
    )
    {
        var others = new List<VirtualService>();
        VirtualService? own = null;
        var options = new ListOptions { Namespace = settings.Namespace };
        var owner = $"{settings.Namespace}/{settings.Service}";
        if (
            await cluster.FindResourceTypeAsync(
                VirtualService.KubeGroup,
                VirtualService.KubeKind,
                cancellationToken: cancellationToken
            ) is
            { } type
        )
            await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
                if (item is VirtualService route)
                {
                    var isOurs = ObjectStorageMarks.BelongsTo(route, owner);
                    if (route.Metadata.Name == ObjectStorageRoutes.RouteName)
                        own = isOurs ? route : null;
                    else if (!isOurs)
                        others.Add(route);
                }
        return (others, own);
    }

    private static bool Routes(VirtualService route, string host) =>
        (route.Spec?.Hosts ?? []).Contains(host, StringComparer.OrdinalIgnoreCase);
}
