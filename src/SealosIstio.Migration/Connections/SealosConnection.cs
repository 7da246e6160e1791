using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Connections;

/// <summary>What a connection leads to.</summary>
public enum ConnectionKind
{
    /// <summary>An API server.</summary>
    ApiServer,

    /// <summary>Manifests in a folder, a file or memory.</summary>
    Manifests,
}

/// <summary>A cluster together with what is known of its platform: what every operation works on.</summary>
/// <param name="cluster">The cluster; the connection owns it.</param>
/// <param name="kind">What it is.</param>
/// <param name="location">The server's URL, or the manifests' path.</param>
/// <param name="options">The platform's settings.</param>
public sealed class SealosConnection(
    IKubernetesCluster cluster,
    ConnectionKind kind,
    string location,
    ConversionOptions options
) : IAsyncDisposable
{
    /// <summary>The cluster.</summary>
    public IKubernetesCluster Cluster { get; } = cluster;

    /// <summary>The kubeconfig's context, or the folder: how messages name the cluster.</summary>
    public string Name => Cluster.Name;

    /// <summary>What the connection leads to.</summary>
    public ConnectionKind Kind { get; } = kind;

    /// <summary>The server's URL, or the manifests' full path.</summary>
    public string Location { get; } = location;

    /// <summary>The platform's settings: what conversions start from.</summary>
    public ConversionOptions Options { get; } = options;

    /// <summary>Whether the connection was closed; a closed one can't be used again.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Closes the connection; manifests that write back are complete on disk afterwards.</summary>
    public ValueTask DisposeAsync()
    {
        if (IsClosed)
            return ValueTask.CompletedTask;
        IsClosed = true;
        return Cluster.DisposeAsync();
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
