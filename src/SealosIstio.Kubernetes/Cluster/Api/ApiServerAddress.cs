namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>The server and how messages name it.</summary>
/// <param name="Uri">The URL, ending in a slash.</param>
/// <param name="ContextName">The context that leads to it.</param>
/// <param name="UserName">The kubeconfig's user entry; null for an anonymous connection.</param>
internal sealed record ApiServerAddress(Uri Uri, string ContextName, string? UserName)
{
    /// <summary><c>https://host:6443 (context "name")</c>.</summary>
    public override string ToString() => $"{Uri.ToString().TrimEnd('/')} (context \"{ContextName}\")";
}
