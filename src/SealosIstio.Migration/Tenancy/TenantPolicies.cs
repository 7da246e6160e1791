using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Tenancy;

/// <summary>What keeps tenants apart.</summary>
internal static class TenantPolicies
{
    /// <summary>The name of the NetworkPolicy.</summary>
    public const string NetworkPolicyName = "tenant-isolation";

    /// <summary>The policies of a tenant.</summary>
    public static IEnumerable<KubernetesObject> Build(TenantName name, TenantSettings settings, PodNetwork pods)
    {
        var isolation = settings.EffectiveIsolation;
        if (isolation is TenantIsolation.NetworkPolicy or TenantIsolation.Both)
            yield return TenantMarks.Mark(NetworkPolicy(name, pods), name);
        if (isolation is not (TenantIsolation.AuthorizationPolicy or TenantIsolation.Both))
            yield break;
        yield return TenantMarks.Mark(
            Allow(
                name,
                "allow-same-namespace",
                new AuthorizationSource { Namespaces = [name.Namespace] },
                new AuthorizationSource { Namespaces = [settings.GatewayNamespace] }
            ),
            name
        );
        var gateway = $"{settings.ClusterDomain}/ns/{settings.GatewayNamespace}/sa/{settings.GatewayServiceAccount}";
        yield return TenantMarks.Mark(
            Allow(name, "allow-ingress-gateway", new AuthorizationSource { Principals = [gateway] }),
            name
        );
    }

    // In: the tenant's own Pods, the platform's (gateway, nginx, monitoring: every namespace without an owner), and the world, so
    // that node ports go on working. Out: everything.
    private static V1NetworkPolicy NetworkPolicy(TenantName name, PodNetwork pods) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = NetworkPolicyName, NamespaceProperty = name.Namespace },
            Spec = new V1NetworkPolicySpec
            {
                PodSelector = new V1LabelSelector(),
                PolicyTypes = ["Ingress"],
                Ingress =
                [
                    new V1NetworkPolicyIngressRule
                    {
                        From =
                        [
                            new V1NetworkPolicyPeer { PodSelector = new V1LabelSelector() },
                            new V1NetworkPolicyPeer
                            {
                                NamespaceSelector = new V1LabelSelector
                                {
                                    MatchExpressions =
                                    [
                                        new V1LabelSelectorRequirement
                                        {
                                            Key = TenantMarks.Owner,
                                            Operator = "DoesNotExist",
                                        },
                                    ],
                                },
                            },
                            .. pods.Outside(),
                        ],
                    },
                ],
            },
        };

    private static AuthorizationPolicy Allow(TenantName name, string policy, params AuthorizationSource[] sources) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = policy, NamespaceProperty = name.Namespace },
            Spec = new AuthorizationPolicySpec
            {
                Action = "ALLOW",
                Rules =
                [
                    new AuthorizationRule
                    {
                        From = [.. sources.Select(source => new AuthorizationFrom { Source = source })],
                    },
                ],
            },
        };
}
