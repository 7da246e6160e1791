using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>A cluster entry: where the API server is and how it proves who it is.</summary>
public sealed class KubeconfigCluster
{
    /// <summary>The entry's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file that defines the entry, against which its relative paths are resolved; null in a cluster.</summary>
    public string? File { get; init; }

    /// <summary><c>server</c>: the API server's URL as written.</summary>
    public string? Server { get; init; }

    /// <summary><c>certificate-authority</c>: absolute path of a PEM file.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary><c>certificate-authority-data</c>: PEM in base64, instead of the file.</summary>
    public string? CertificateAuthorityData { get; init; }

    /// <summary><c>insecure-skip-tls-verify</c>: the server's certificate isn't checked.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary><c>tls-server-name</c>: the name that the server's certificate must carry, if not the URL's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary><c>proxy-url</c>: an http, https or socks5 proxy.</summary>
    public string? ProxyUrl { get; init; }

    /// <summary>What the cluster's extensions hold for exec plugins; null for nothing.</summary>
    internal ManifestNode? ExecConfiguration { get; init; }

    internal IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    internal KubeconfigPlace Place(string? field = null) =>
        new(File, $"cluster \"{Name}\"", field, Lines.LineOf(field));
}

/// <summary>A user entry: how the client proves who it is. Holds secrets, so they are internal and never printed.</summary>
public sealed class KubeconfigUser
{
    /// <summary>The entry's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file that defines the entry, against which its relative paths are resolved; null in a cluster.</summary>
    public string? File { get; init; }

    /// <summary><c>client-certificate</c>: absolute path of a PEM file.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary><c>client-key</c>: absolute path of a PEM file.</summary>
    public string? ClientKey { get; init; }

    /// <summary><c>tokenFile</c>: absolute path of a file with a bearer token; wins over <c>token</c>.</summary>
    public string? TokenFile { get; init; }

    /// <summary><c>username</c> of basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary><c>as</c>: the user to act as.</summary>
    public string? Impersonate { get; init; }

    /// <summary><c>as-uid</c>: the uid to act as.</summary>
    public string? ImpersonateUid { get; init; }

    /// <summary><c>as-groups</c>: the groups to act as.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary><c>as-user-extra</c>: extra attributes to act with.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ImpersonateExtra { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary><c>exec.command</c> of a credential plugin; null when the entry has none.</summary>
    public string? ExecCommand => Exec?.Command;

    /// <summary><c>auth-provider.name</c>; null when the entry has none.</summary>
    public string? AuthProvider { get; init; }

    internal KubeconfigExec? Exec { get; init; }

    internal string? ClientCertificateData { get; init; }

    internal string? ClientKeyData { get; init; }

    internal string? Token { get; init; }

    internal string? Password { get; init; }

    internal IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    internal KubeconfigPlace Place(string? field = null) => new(File, $"user \"{Name}\"", field, Lines.LineOf(field));
}

/// <summary>A context as written: the names of a cluster and a user.</summary>
internal sealed record KubeconfigContextEntry(
    string Name,
    string File,
    IReadOnlyDictionary<string, int> Lines,
    string? Cluster,
    string? User,
    string? Namespace
)
{
    public KubeconfigPlace Place(string? field = null) => new(File, $"context \"{Name}\"", field, Lines.LineOf(field));
}

/// <summary>A context with its cluster and its user: everything that a connection needs.</summary>
public sealed class KubeconfigContext
{
    /// <summary>The context's name.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace for objects that name none; <c>default</c> unless the context says otherwise.</summary>
    public required string Namespace { get; init; }

    /// <summary>The API server.</summary>
    public required KubeconfigCluster Cluster { get; init; }

    /// <summary>The credentials; null for an anonymous connection.</summary>
    public KubeconfigUser? User { get; init; }

    /// <summary>The files of the kubeconfig that it was found in, as KUBECONFIG lists them; empty in a pod.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Finds a context in a kubeconfig, or in a pod, where there is none, its service account.</summary>
    /// <param name="kubeconfigPath">The file; null for KUBECONFIG, then <c>~/.kube/config</c>, then the pod.</param>
    /// <param name="contextName">The context; null for the current one.</param>
    /// <exception cref="KubeconfigException">The kubeconfig is missing or broken, or has no such context.</exception>
    public static KubeconfigContext Find(string? kubeconfigPath, string? contextName) =>
        Find(kubeconfigPath, contextName, KubeconfigLocations.FromEnvironment(), InClusterContext.FromEnvironment());

    internal static KubeconfigContext Find(
        string? kubeconfigPath,
        string? contextName,
        KubeconfigLocations locations,
        InClusterContext pod
    )
    {
        if (kubeconfigPath is null && Kubeconfig.TryLoad(locations) is { } found)
            return found.GetContext(contextName);
        if (kubeconfigPath is null && contextName is null && pod.TryCreate() is { } context)
            return context;
        return Kubeconfig.Load(kubeconfigPath, locations).GetContext(contextName);
    }
}
