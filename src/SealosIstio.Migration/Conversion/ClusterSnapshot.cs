using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// What a conversion needs to know of the cluster beside the Ingresses: Services, Secrets, classes, the nginx controller's
/// settings, what Istio already has. Read once, then asked without waiting.
/// </summary>
public sealed class ClusterSnapshot
{
    private static readonly ResourceType[] KindsRead =
    [
        KnownTypes.Of<V1Service>(),
        KnownTypes.Of<V1Secret>(),
        KnownTypes.Of<V1ConfigMap>(),
        KnownTypes.Of<V1IngressClass>(),
        KnownTypes.Of<V1Deployment>(),
        KnownTypes.Of<V1DaemonSet>(),
        KnownTypes.Of<Certificate>(),
        KnownTypes.Of<Gateway>(),
        KnownTypes.Of<VirtualService>(),
        KnownTypes.Of<AuthorizationPolicy>(),
    ];

    private readonly Dictionary<(Type Kind, string Namespace, string Name), KubernetesObject> objects = [];
    private readonly bool isComplete;

    private ClusterSnapshot(IEnumerable<KubernetesObject> objects, bool isComplete, bool issuesCertificates = true)
    {
        this.isComplete = isComplete;
        IssuesCertificates = issuesCertificates;
        foreach (var item in objects)
            this.objects[(item.GetType(), item.Metadata.NamespaceProperty ?? "", item.Metadata.Name ?? "")] = item;
    }

    /// <summary>A snapshot that knows nothing: no Service or Secret is called missing because of it.</summary>
    public static ClusterSnapshot Empty { get; } = new([], isComplete: false);

    /// <summary>Takes a snapshot of objects at hand.</summary>
    /// <param name="objects">Any objects; the kinds that a conversion doesn't ask for are kept but not looked at.</param>
    /// <param name="isComplete">Whether an object that isn't among them doesn't exist. Default true.</param>
    public static ClusterSnapshot Create(IEnumerable<KubernetesObject> objects, bool isComplete = true) =>
        new(objects, isComplete);

    /// <summary>Reads a snapshot from a cluster. A kind that the cluster doesn't serve counts as having no objects.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KubernetesApiException">A list was refused.</exception>
    public static async Task<ClusterSnapshot> ReadAsync(
        IKubernetesCluster cluster,
        CancellationToken cancellationToken = default
    )
    {
        var read = new List<KubernetesObject>();
        var named = await ReferencedSecrets.ReadAsync(cluster, cancellationToken);
        var issuesCertificates = true;
        foreach (var kind in KindsRead)
        {
            var type = await cluster.FindResourceTypeAsync(kind.Group, kind.Kind, cancellationToken: cancellationToken);
            if (type is null)
            {
                issuesCertificates &= kind.Kind != Kubernetes.CertManager.Certificate.KubeKind;
                continue;
            }
            // Beside those that Ingresses name, other Secrets are none of a conversion's business, and Helm's can be large.
            var options =
                kind.Kind == V1Secret.KubeKind
                    ? new ListOptions { FieldSelector = "type=kubernetes.io/tls" }
                    : new ListOptions();
            await foreach (var item in cluster.ListAsync(type, options, cancellationToken))
                read.Add(item);
            if (kind.Kind != V1Secret.KubeKind)
                continue;
            named.ExceptWith(read.OfType<V1Secret>().Select(KeyOf));
            foreach (var (space, name) in named)
                if (await cluster.GetAsync(type, space, name, cancellationToken) is { } item)
                    read.Add(item);
        }
        return new ClusterSnapshot(read, isComplete: true, issuesCertificates);
    }

    /// <summary>Whether an object that the snapshot doesn't have is missing from the cluster, and not just unknown.</summary>
    public bool IsComplete => isComplete;

    /// <summary>Whether the cluster serves cert-manager's kinds. True when nothing is known of it.</summary>
    public bool IssuesCertificates { get; }

    /// <summary>A Service; null when the snapshot doesn't have it.</summary>
    public V1Service? Service(string namespaceName, string name) => Find<V1Service>(namespaceName, name);

    /// <summary>A Secret; null when the snapshot doesn't have it.</summary>
    public V1Secret? Secret(string namespaceName, string name) => Find<V1Secret>(namespaceName, name);

    /// <summary>A ConfigMap; null when the snapshot doesn't have it.</summary>
    public V1ConfigMap? ConfigMap(string namespaceName, string name) => Find<V1ConfigMap>(namespaceName, name);

    /// <summary>A Certificate; null when the snapshot doesn't have it.</summary>
    public Certificate? Certificate(string namespaceName, string name) => Find<Certificate>(namespaceName, name);

    /// <summary>A Gateway; null when the snapshot doesn't have it.</summary>
    public Gateway? Gateway(string namespaceName, string name) => Find<Gateway>(namespaceName, name);

    /// <summary>Every object of a kind, in no particular order.</summary>
    public IEnumerable<T> All<T>()
        where T : KubernetesObject => objects.Values.OfType<T>();

    private static (string Namespace, string Name) KeyOf(V1Secret secret) =>
        (secret.Metadata.NamespaceProperty ?? "", secret.Metadata.Name ?? "");

    private T? Find<T>(string namespaceName, string name)
        where T : KubernetesObject => objects.GetValueOrDefault((typeof(T), namespaceName, name)) as T;
}
