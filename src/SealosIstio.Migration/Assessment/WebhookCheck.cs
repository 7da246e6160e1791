using System.Runtime.CompilerServices;
using SealosIstio.Kubernetes.Cluster;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Assessment;

/// <summary>Whether admission webhooks answer, and which of them have a say in what a migration writes.</summary>
internal sealed class WebhookCheck(string suite, IKubernetesCluster cluster)
{
    private const string Injector = "istio-sidecar-injector";

    // What a migration writes.
    private static readonly string[] Groups = ["networking.k8s.io", "networking.istio.io", "security.istio.io"];

    public async IAsyncEnumerable<SealosCheckResult> CheckAsync(
        ClusterFacts facts,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reader = new TolerantReader(cluster);
        var validating = await reader.ListAsync<V1ValidatingWebhookConfiguration>(cancellationToken);
        var mutating = await reader.ListAsync<V1MutatingWebhookConfiguration>(cancellationToken);
        if (validating is null || mutating is null)
        {
            yield return Result(cluster.Name, CheckStatus.Skip, "unknown", "Webhook configurations may not be listed.");
            yield break;
        }
        var hooks = validating
            .SelectMany(item => Of(item.Metadata.Name, item.Webhooks))
            .Concat(mutating.SelectMany(item => Of(item.Metadata.Name, item.Webhooks)))
            .ToList();
        var services = facts
            .Services?.Select(service => (service.Metadata.NamespaceProperty, service.Metadata.Name))
            .ToHashSet();
        var noted = 0;
        foreach (var (name, hook) in hooks)
            if (Judge(name, hook, services) is { } result)
            {
                noted++;
                yield return result;
            }
        if (noted == 0)
            yield return Result(cluster.Name, CheckStatus.Pass, $"{hooks.Count} webhooks, none concerned", null);
        var injectors = mutating
            .Select(item => item.Metadata.Name ?? "")
            .Where(name => name.StartsWith(Injector, StringComparison.Ordinal))
            .ToList();
        if (injectors.Count > 1)
            yield return new SealosCheckResult(
                suite,
                "Revisions",
                cluster.Name,
                CheckStatus.Warn,
                "one revision of Istio",
                string.Join(", ", injectors),
                "Several control planes inject sidecars: say with istio.io/rev which one a namespace belongs to."
            );
    }

    private SealosCheckResult? Judge(
        string name,
        V1AdmissionWebhook hook,
        HashSet<(string? Namespace, string? Name)>? services
    )
    {
        var target = $"{name}/{hook.Name}";
        var isStrict = hook.FailurePolicy != "Ignore";
        if (
            hook.ClientConfig?.Service is { } service
            && services?.Contains((service.NamespaceProperty, service.Name)) == false
        )
            return Result(
                target,
                isStrict ? CheckStatus.Fail : CheckStatus.Warn,
                $"Service {service.NamespaceProperty}/{service.Name} doesn't exist",
                isStrict
                    ? "Everything that it is asked about is refused: remove the configuration, or bring its Service back."
                    : "It is passed over: remove the configuration."
            );
        var groups = (hook.Rules ?? [])
            .SelectMany(rule => rule.ApiGroups ?? [])
            .Where(group => group == "*" || Groups.Contains(group))
            .Distinct()
            .ToList();
        return groups.Count == 0
            ? null
            : Result(
                target,
                CheckStatus.Pass,
                $"has a say in {string.Join(", ", groups)}",
                isStrict ? "While it doesn't answer, nothing of these groups can be written." : null
            );
    }

    private static IEnumerable<(string Name, V1AdmissionWebhook Hook)> Of(
        string? name,
        IList<V1AdmissionWebhook>? hooks
    ) => (hooks ?? []).Select(hook => (name ?? "", hook));

    private SealosCheckResult Result(string target, CheckStatus status, string actual, string? detail) =>
        new(suite, "Webhook", target, status, "a webhook that answers", actual, detail);
}
