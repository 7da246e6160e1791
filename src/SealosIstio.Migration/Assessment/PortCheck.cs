using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>Who has a port that the gateway or a sidecar wants.</summary>
internal sealed class PortCheck(string suite, ClusterFacts facts)
{
    // A sidecar takes these in the Pod's own network; below them are ordinary ports.
    private const int FirstSidecarPort = 15000;
    private const int LastSidecarPort = 15099;

    private const int Shown = 5;

    /// <summary>
    /// A port of the gateway matters on nodes and at load balancers: any number of Services may have it inside the cluster. A port of
    /// sidecars matters in Pods.
    /// </summary>
    public SealosCheckResult Check(int port)
    {
        var isSidecars = port is >= FirstSidecarPort and <= LastSidecarPort;
        if (facts.Services is null || (!isSidecars && facts.Pods is null))
            return Result(port, CheckStatus.Skip, isSidecars, "unknown", "Services or Pods may not be listed.");
        var users = (isSidecars ? PodsBehind(port) : Outside(port)).Distinct().ToList();
        return users.Count == 0
            ? Result(port, CheckStatus.Pass, isSidecars, "free", null)
            : Result(
                port,
                CheckStatus.Warn,
                isSidecars,
                string.Join(", ", users.Take(Shown)) + (users.Count > Shown ? $" and {users.Count - Shown} more" : ""),
                isSidecars
                    ? "A sidecar can't start in these Pods, or hides the port. Without sidecars it doesn't matter."
                    : "A gateway with host network can't have the port on the same nodes; one behind a load balancer of its own can."
            );
    }

    // istiod and the gateways have such ports by right.
    private IEnumerable<string> PodsBehind(int port) =>
        facts
            .Services!.Where(service => !IsIstios(service))
            .Where(service =>
                (service.Spec?.Ports ?? []).Any(entry =>
                    entry.Port == port || entry.TargetPort?.ToString() == $"{port}"
                )
            )
            .Select(service => service.ToString());

    private IEnumerable<string> Outside(int port) =>
        facts
            .Pods!.Where(pod => pod.HostPorts.Contains(port))
            .Select(pod => $"Pod {pod.Owner}")
            .Concat(
                facts
                    .LoadBalancers!.Where(service =>
                        service.Namespace != facts.Platform.GatewayNamespace
                        && (service.Resource.Spec?.Ports ?? []).Any(entry => entry.Port == port)
                    )
                    .Select(service => service.ToString())
            );

    private bool IsIstios(V1Service service) =>
        service.Metadata.NamespaceProperty == facts.Platform.GatewayNamespace
        || service.Metadata.Labels?.ContainsKey("istio") == true;

    private SealosCheckResult Result(int port, CheckStatus status, bool isSidecars, string actual, string? detail) =>
        new(
            suite,
            "Port",
            $"{port}",
            status,
            isSidecars ? "no Service's port" : "free on nodes and load balancers",
            actual,
            detail
        );
}
