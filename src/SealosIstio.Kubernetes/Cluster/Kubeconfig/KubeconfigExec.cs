using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary><c>exec</c> of a user entry: a program that prints the credential, such as a cloud's login helper.</summary>
internal sealed record KubeconfigExec
{
    /// <summary><c>command</c>: looked for in PATH, or, with a separator in it, relative to the kubeconfig's folder.</summary>
    public required string Command { get; init; }

    public required KubeconfigPlace Place { get; init; }

    public string? ApiVersion { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary><c>env</c>: added to the environment of this process, may hold secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public string? InstallHint { get; init; }

    public string? InteractiveMode { get; init; }

    public bool ProvideClusterInfo { get; init; }

    public static KubeconfigExec? Read(KubeconfigFields? fields, KubeconfigPlace place) =>
        fields is null
            ? null
            : new()
            {
                Command = fields.String("command") ?? "",
                Place = place,
                ApiVersion = fields.String("apiVersion"),
                Arguments = fields.Strings("args"),
                Environment =
                [
                    .. fields
                        .Mappings("env")
                        .Select(entry => KeyValuePair.Create(entry.String("name") ?? "", entry.String("value") ?? "")),
                ],
                InstallHint = fields.String("installHint"),
                InteractiveMode = fields.String("interactiveMode"),
                ProvideClusterInfo = fields.Boolean("provideClusterInfo"),
            };

    /// <summary>The <c>extension</c> of the cluster's extension that is meant for exec plugins; null when there is none.</summary>
    public static ManifestNode? ClusterConfiguration(KubeconfigFields cluster) =>
        cluster
            .Mappings("extensions")
            .FirstOrDefault(extension => extension.String("name") == "client.authentication.k8s.io/exec")
            ?.Node("extension");
}
