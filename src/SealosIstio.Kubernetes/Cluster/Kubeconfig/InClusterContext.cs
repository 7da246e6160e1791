namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>The context of a process that runs in a pod: the service account that Kubernetes mounts into it.</summary>
internal sealed record InClusterContext(string? Host, string? Port, string? PodNamespace, string MountPath)
{
    private const string WellKnownPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static InClusterContext FromEnvironment() =>
        new(
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"),
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"),
            Environment.GetEnvironmentVariable("POD_NAMESPACE"),
            WellKnownPath
        );

    /// <summary>Null outside a pod, or when the pod mounts no service account token.</summary>
    public KubeconfigContext? TryCreate()
    {
        var token = Path.Combine(MountPath, "token");
        if (string.IsNullOrEmpty(Host) || !File.Exists(token))
            return null;

        // An IPv6 address needs brackets in a URL.
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var authority = Path.Combine(MountPath, "ca.crt");
        return new KubeconfigContext
        {
            Name = "in-cluster",
            Namespace = ReadNamespace(),
            Cluster = new KubeconfigCluster
            {
                Name = "in-cluster",
                Server = $"https://{host}:{(string.IsNullOrEmpty(Port) ? "443" : Port)}",
                CertificateAuthority = File.Exists(authority) ? authority : null,
            },
            User = new KubeconfigUser { Name = "service account", TokenFile = token },
        };
    }

    private string ReadNamespace()
    {
        if (!string.IsNullOrEmpty(PodNamespace))
            return PodNamespace;
        var file = Path.Combine(MountPath, "namespace");
        var name = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return name.Length == 0 ? "default" : name;
    }
}
