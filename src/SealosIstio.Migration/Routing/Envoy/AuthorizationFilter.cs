using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Routing.Envoy;

/// <summary>What the gateway's AuthorizationPolicies say of a request.</summary>
/// <param name="DeniedBy">The policy that answers 403, or the reason; null when the request may pass.</param>
/// <param name="Provider">The CUSTOM provider that is asked before anything else; null when none is.</param>
internal sealed record AuthorizationVerdict(string? DeniedBy, string? Provider);

/// <summary>
/// The policies of the gateway workload in Istio's order: CUSTOM, DENY, ALLOW (pilot/pkg/security/authz/builder/builder.go,
/// pilot/pkg/networking/core/listener_builder.go). They run before CORS, faults and the router.
/// </summary>
internal sealed class AuthorizationFilter
{
    private readonly List<AuthorizationPolicy> custom = [];
    private readonly List<AuthorizationPolicy> deny = [];
    private readonly List<AuthorizationPolicy> allow = [];

    public AuthorizationFilter(GatewayConfiguration configuration)
    {
        foreach (var policy in configuration.AuthorizationPolicies)
        {
            if (!AppliesTo(policy, configuration))
                continue;
            var list = (policy.Spec?.Action ?? "ALLOW") switch
            {
                "CUSTOM" => custom,
                "DENY" => deny,
                "ALLOW" => allow,
                _ => null,
            };
            list?.Add(policy);
        }
    }

    public AuthorizationVerdict Judge(HttpTransaction transaction)
    {
        var provider = custom.FirstOrDefault(policy => Matches(policy, transaction))?.Spec?.Provider?.Name;
        if (deny.FirstOrDefault(policy => Matches(policy, transaction)) is { } denied)
            return new AuthorizationVerdict(denied.ToString(), provider);
        if (allow.Count > 0 && !allow.Exists(policy => Matches(policy, transaction)))
            return new AuthorizationVerdict("no ALLOW policy matches", provider);
        return new AuthorizationVerdict(null, provider);
    }

    private static bool Matches(AuthorizationPolicy policy, HttpTransaction transaction) =>
        // A policy without rules matches nothing, one with an empty rule everything.
        (policy.Spec?.Rules ?? []).Any(rule => PolicyRule.IsMatch(rule, transaction));

    private static bool AppliesTo(AuthorizationPolicy policy, GatewayConfiguration configuration)
    {
        var ns = policy.Metadata.NamespaceProperty ?? "default";
        if (ns != configuration.WorkloadNamespace && ns != configuration.RootNamespace)
            return false;
        if (
            policy.Metadata.Annotations?.TryGetValue("istio.io/dry-run", out var dryRun) == true
            && bool.TryParse(dryRun, out var isDryRun)
            && isDryRun
        )
            return false;
        // Target references name Gateway API objects and Services, never a gateway made of Istio's own kinds.
        if (policy.Spec?.TargetRef is not null || policy.Spec?.TargetRefs is { Count: > 0 })
            return false;
        return (policy.Spec?.Selector?.MatchLabels ?? new Dictionary<string, string>()).All(label =>
            configuration.WorkloadLabels.TryGetValue(label.Key, out var value) && value == label.Value
        );
    }
}
