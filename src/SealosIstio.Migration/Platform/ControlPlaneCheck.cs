using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Assessment;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Platform;

/// <summary>Whether Istio is there and works, told from the cluster's objects.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="space">Istio's namespace.</param>
/// <param name="gatewaySelector">The labels of the gateway's Pods.</param>
public sealed class ControlPlaneCheck(
    IKubernetesCluster cluster,
    string space,
    IReadOnlyDictionary<string, string> gatewaySelector
)
{
    private const string Suite = "ControlPlane";
    private const string ValidatorHint = "Without it the server takes routes that no gateway can use.";

    /// <summary>Checks: kinds served, istiod and gateways ready, the gateway's Service, the webhooks, on request the CNI plugin.</summary>
    /// <param name="includeCni">Whether the CNI plugin has to be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        bool includeCni,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        yield return await CheckKindsAsync(cancellationToken);
        var workloads = await IstioWorkloads.ReadAsync(cluster, space, gatewaySelector, cancellationToken);
        foreach (
            var result in Rollouts("ControlPlaneReady", "istiod", [.. workloads.ControlPlanes.Select(RolloutState.Of)])
        )
            yield return result;
        foreach (
            var result in Rollouts(
                "GatewayReady",
                $"Pods with {Text(gatewaySelector)}",
                [.. workloads.Gateways.Select(IstioWorkloads.StateOf)]
            )
        )
            yield return result;
        foreach (var result in await CheckServicesAsync(workloads.Gateways, cancellationToken))
            yield return result;
        yield return await CheckWebhookAsync<V1ValidatingWebhookConfiguration>(
            "ValidatingWebhook",
            "istio",
            hooks => hooks.Webhooks,
            ValidatorHint,
            cancellationToken
        );
        yield return await CheckWebhookAsync<V1MutatingWebhookConfiguration>(
            "MutatingWebhook",
            "istio-sidecar-injector",
            hooks => hooks.Webhooks,
            "Sidecars, and gateways that Helm installed, get their proxy by it.",
            cancellationToken
        );
        if (!includeCni)
            yield break;
        foreach (
            var result in Rollouts("CniReady", "istio-cni-node", [.. workloads.CniPlugins.Select(RolloutState.Of)])
        )
            yield return result;
    }

    private async Task<SealosCheckResult> CheckKindsAsync(CancellationToken cancellationToken)
    {
        var wanted = KnownTypes
            .All.Select(known => known.ResourceType)
            .Where(type => type.Group.EndsWith(".istio.io", StringComparison.Ordinal))
            .ToList();
        var missing = new List<string>();
        foreach (var type in wanted)
            if (await cluster.FindResourceTypeAsync(type.Group, type.Kind, null, cancellationToken) is null)
                missing.Add(type.Kind);
        return Result(
            "CustomResourceDefinitions",
            cluster.Name,
            missing.Count == 0 ? CheckStatus.Pass : CheckStatus.Fail,
            $"{wanted.Count} kinds served",
            missing.Count == 0 ? $"{wanted.Count} kinds served" : $"missing: {string.Join(", ", missing)}",
            missing.Count == 0 ? null : "Install-IstioControlPlane installs them."
        );
    }

    private IEnumerable<SealosCheckResult> Rollouts(string name, string what, List<RolloutState> states)
    {
        if (states.Count == 0)
            yield return Result(
                name,
                space,
                CheckStatus.Fail,
                $"{what}, ready",
                "none",
                "It isn't installed here, or carries other labels."
            );
        foreach (var state in states)
            yield return Result(
                name,
                state.Name,
                state.IsDone ? CheckStatus.Pass : CheckStatus.Fail,
                $"{state.Wanted} ready",
                $"{state.Ready} ready",
                state.IsDone ? null : "See the events of its Pods."
            );
    }

    private async Task<List<SealosCheckResult>> CheckServicesAsync(
        IReadOnlyList<KubernetesObject> gateways,
        CancellationToken cancellationToken
    )
    {
        var results = new List<SealosCheckResult>();
        var labels = gateways.Select(IstioWorkloads.PodLabelsOf).ToList();
        var services = KnownTypes.Of<V1Service>();
        await foreach (
            var item in cluster.ListAsync(services, new ListOptions { Namespace = space }, cancellationToken)
        )
            if (
                item is V1Service { Spec.Selector: { Count: > 0 } selector } service
                && labels.Any(pod => selector.All(label => pod.GetOrNull(label.Key) == label.Value))
            )
                results.Add(CheckService(service));
        if (results.Count == 0)
            results.Add(
                Result(
                    "GatewayService",
                    space,
                    CheckStatus.Fail,
                    "a Service for the gateway's Pods",
                    "none",
                    "Nobody reaches the gateway from outside."
                )
            );
        return results;
    }

    private static SealosCheckResult CheckService(V1Service service)
    {
        var ports = (service.Spec!.Ports ?? []).Select(port => port.Port).ToList();
        var missing = new[] { 80, 443 }.Where(port => !ports.Contains(port)).ToList();
        var addresses = (service.Status?.LoadBalancer?.Ingress ?? [])
            .Select(address => address.Ip ?? address.Hostname)
            .Where(address => address is not null)
            .ToList();
        var type = service.Spec.Type ?? "ClusterIP";
        var waits = type == "LoadBalancer" && addresses.Count == 0;
        return Result(
            "GatewayService",
            $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}",
            missing.Count > 0 ? CheckStatus.Fail
                : waits ? CheckStatus.Warn
                : CheckStatus.Pass,
            "ports 80 and 443, reachable",
            $"{type}, ports {string.Join(", ", ports)}"
                + (addresses.Count == 0 ? "" : $", {string.Join(", ", addresses)}"),
            missing.Count > 0 ? $"Port {missing[0]} is missing."
                : waits ? "The load balancer has no address yet; without a controller for them it never gets one."
                : null
        );
    }

    private async Task<SealosCheckResult> CheckWebhookAsync<T>(
        string name,
        string prefix,
        Func<T, IList<V1AdmissionWebhook>?> webhooks,
        string hint,
        CancellationToken cancellationToken
    )
        where T : KubernetesObject
    {
        var found = new List<T>();
        await foreach (var item in cluster.ListAsync(KnownTypes.Of<T>(), new ListOptions(), cancellationToken))
            if (item.Metadata.Name?.StartsWith(prefix, StringComparison.Ordinal) == true)
                found.Add((T)item);
        // istiod fills the authority in when it has started; a webhook without it can't be called.
        var idle = found
            .Where(item => (webhooks(item) ?? []).Any(hook => string.IsNullOrEmpty(hook.ClientConfig?.CaBundle)))
            .Select(item => item.Metadata.Name)
            .ToList();
        return Result(
            name,
            found.Count == 0 ? cluster.Name : string.Join(", ", found.Select(item => item.Metadata.Name)),
            found.Count > 0 && idle.Count == 0 ? CheckStatus.Pass : CheckStatus.Warn,
            "registered, with the authority of istiod",
            found.Count == 0 ? "none"
                : idle.Count == 0 ? "registered"
                : $"without authority: {string.Join(", ", idle)}",
            found.Count > 0 && idle.Count == 0 ? null : hint
        );
    }

    private static SealosCheckResult Result(
        string name,
        string target,
        CheckStatus status,
        string expected,
        string actual,
        string? detail
    ) => new(Suite, name, target, status, expected, actual, detail);

    private static string Text(IReadOnlyDictionary<string, string> labels) =>
        string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
}
