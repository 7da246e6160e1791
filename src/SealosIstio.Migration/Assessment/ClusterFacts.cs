using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;
using SealosIstio.Migration.Sealos;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Assessment;

/// <summary>What an assessment knows of a cluster, read once. A list that is null may not be read by the user.</summary>
internal sealed record ClusterFacts
{
    // istiod's image still has the name of its first component.
    private const string ControlPlaneContainer = "discovery";
    private const string ControlPlaneImage = "pilot";

    /// <summary>The platform's settings.</summary>
    public required ConversionOptions Platform { get; init; }

    /// <summary>The server's version, else the oldest kubelet's; null when neither is known.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The kinds that may not be listed, in their plural.</summary>
    public required IReadOnlyCollection<string> Forbidden { get; init; }

    public IReadOnlyList<NodeCapacity>? Nodes { get; init; }

    public IReadOnlyList<V1Node>? NodeObjects { get; init; }

    public IReadOnlyList<PodRequest>? Pods { get; init; }

    public IReadOnlyList<V1Namespace>? Namespaces { get; init; }

    public IReadOnlyList<V1Service>? Services { get; init; }

    public IReadOnlyList<SealosIngress>? Ingresses { get; init; }

    public int? VirtualServices { get; init; }

    public IReadOnlyList<V1Deployment>? Deployments { get; init; }

    public IReadOnlyList<V1DaemonSet>? DaemonSets { get; init; }

    /// <summary>Whether the cluster serves cert-manager's Certificates.</summary>
    public bool ServesCertificates { get; init; }

    /// <summary>Whether cert-manager runs: its kinds alone issue nothing.</summary>
    public bool HasCertManager =>
        ServesCertificates
        && Deployments?.Any(item =>
            (item.Spec?.Template?.Spec?.Containers ?? []).Any(container =>
                container.Image?.Contains("cert-manager-controller", StringComparison.Ordinal) == true
            )
        ) != false;

    public IEnumerable<V1Namespace>? Tenants => Namespaces?.Where(space => IsTenant(space.Metadata.Name));

    public IEnumerable<V1Namespace>? SuspendedTenants =>
        Tenants?.Where(space => space.Metadata.Annotations?.GetOrNull(TenantMarks.NetworkStatus) == "Suspend");

    public IEnumerable<V1Service>? TenantServices =>
        Services?.Where(service => IsTenant(service.Metadata.NamespaceProperty));

    public IEnumerable<SealosServiceInfo>? LoadBalancers =>
        Services
            ?.Where(service => service.Spec?.Type == "LoadBalancer")
            .Select(service => LoadBalancerQuery.Describe(service, Platform.TenantNamespacePrefix));

    /// <summary>Istio's control planes: their image's tag, or "?" where it has none.</summary>
    public IEnumerable<string>? ControlPlanes =>
        Deployments
            ?.SelectMany(item => item.Spec?.Template?.Spec?.Containers ?? [])
            .Select(container => (container.Name, Image: ImageOf(container.Image)))
            .Where(container => container.Name == ControlPlaneContainer || container.Image.Name == ControlPlaneImage)
            .Select(container => container.Image.Tag);

    public bool IsTenant(string? space) =>
        space?.StartsWith(Platform.TenantNamespacePrefix, StringComparison.Ordinal) == true;

    /// <summary>Reads everything.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="platform">The platform's settings.</param>
    /// <param name="withPods">Whether Pods are read, the most numerous of all: free capacity and ports of nodes need them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<ClusterFacts> ReadAsync(
        IKubernetesCluster cluster,
        ConversionOptions platform,
        bool withPods,
        CancellationToken cancellationToken
    )
    {
        var reader = new TolerantReader(cluster);
        var nodes = await reader.ListAsync<V1Node>(cancellationToken);
        var pods = withPods ? await reader.SelectAsync<V1Pod, PodRequest>(PodRequest.Of, cancellationToken) : null;
        var capacities = nodes is null ? null : NodeCapacity.Of(nodes, pods);
        var classifier = new IngressClassifier(
            new PublicDomains(platform.PublicDomains),
            platform.TenantNamespacePrefix
        );
        return new ClusterFacts
        {
            Platform = platform,
            Nodes = capacities,
            NodeObjects = nodes,
            Pods = pods,
            ServerVersion = cluster.ServerVersion ?? OldestKubelet(capacities),
            Namespaces = await reader.ListAsync<V1Namespace>(cancellationToken),
            Services = await reader.ListAsync<V1Service>(cancellationToken),
            Ingresses = await reader.SelectAsync<V1Ingress, SealosIngress>(classifier.Classify, cancellationToken),
            VirtualServices = (await reader.SelectAsync<VirtualService, bool>(_ => true, cancellationToken))?.Count,
            Deployments = await reader.ListAsync<V1Deployment>(cancellationToken),
            DaemonSets = await reader.ListAsync<V1DaemonSet>(cancellationToken),
            ServesCertificates = await IsServedAsync(cluster, "cert-manager.io", "Certificate", cancellationToken),
            Forbidden = reader.Forbidden,
        };
    }

    private static async Task<bool> IsServedAsync(
        IKubernetesCluster cluster,
        string group,
        string kind,
        CancellationToken cancellationToken
    ) => await cluster.FindResourceTypeAsync(group, kind, null, cancellationToken) is not null;

    private static string? OldestKubelet(IReadOnlyList<NodeCapacity>? nodes) =>
        nodes?.Select(node => node.KubeletVersion).OfType<string>().MinBy(KubernetesVersion.Parse);

    // docker.io/istio/pilot:1.28.1-distroless@sha256:...
    private static (string Name, string Tag) ImageOf(string? image)
    {
        var parts = (image ?? "").Split('@')[0].Split('/')[^1].Split(':');
        return (parts[0], parts is [_, var tag] ? tag.Split('-')[0] : "?");
    }
}
