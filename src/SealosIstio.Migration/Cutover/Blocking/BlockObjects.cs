using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Conversion;

namespace SealosIstio.Migration.Cutover.Blocking;

/// <summary>The objects that refuse new Ingresses.</summary>
internal static class BlockObjects
{
    /// <summary>The name of each of them.</summary>
    public const string Name = "block-ingress-creation";

    /// <summary>The entry of a quota that counts Ingresses.</summary>
    public const string QuotaEntry = "count/ingresses.networking.k8s.io";

    private const string SolverLabel = "acme.cert-manager.io/http01-solver";

    /// <summary>
    /// The policy. Only what creates: an update keeps the host where it is, and without it no class could change, no finalizer go. A solver's
    /// Ingress passes, unless a tenant's own account makes it: anybody can write a label.
    /// </summary>
    public static V1ValidatingAdmissionPolicy Policy(string prefix, string apiVersion) =>
        Mark(
            new V1ValidatingAdmissionPolicy
            {
                ApiVersion = apiVersion,
                Metadata = new V1ObjectMeta { Name = Name },
                Spec = new V1ValidatingAdmissionPolicySpec
                {
                    FailurePolicy = "Fail",
                    MatchConstraints = new V1MatchResources
                    {
                        ResourceRules =
                        [
                            new V1RuleWithOperations
                            {
                                ApiGroups = [V1Ingress.KubeGroup],
                                ApiVersions = ["*"],
                                Operations = ["CREATE"],
                                Resources = [V1Ingress.KubePluralName],
                            },
                        ],
                    },
                    MatchConditions =
                    [
                        new V1MatchCondition
                        {
                            Name = "tenant",
                            Expression = $"request.namespace.startsWith('{prefix}')",
                        },
                        new V1MatchCondition
                        {
                            Name = "not-an-acme-solver",
                            Expression =
                                $"!(has(object.metadata.labels) && '{SolverLabel}' in object.metadata.labels "
                                + $"&& object.metadata.labels['{SolverLabel}'] == 'true' "
                                + $"&& !request.userInfo.username.startsWith('system:serviceaccount:{prefix}'))",
                        },
                    ],
                    Validations =
                    [
                        new V1Validation
                        {
                            Expression = "false",
                            Message =
                                "New Ingresses are refused while this cloud moves from NGINX Ingress to Istio. Make a VirtualService, or ask the "
                                + "operators of the cloud.",
                            Reason = "Forbidden",
                        },
                    ],
                },
            }
        );

    /// <summary>The binding that puts the policy in force.</summary>
    public static V1ValidatingAdmissionPolicyBinding Binding(BlockScope scope, string apiVersion)
    {
        var selector = scope.ToSelector();
        return Mark(
            new V1ValidatingAdmissionPolicyBinding
            {
                ApiVersion = apiVersion,
                Metadata = new V1ObjectMeta { Name = Name },
                Spec = new V1ValidatingAdmissionPolicyBindingSpec
                {
                    PolicyName = Name,
                    ValidationActions = ["Deny"],
                    MatchResources = selector is null ? null : new V1MatchResources { NamespaceSelector = selector },
                },
            }
        );
    }

    /// <summary>The quota of one namespace.</summary>
    public static V1ResourceQuota Quota(string namespaceName) =>
        Mark(
            new V1ResourceQuota
            {
                Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = namespaceName },
                Spec = new V1ResourceQuotaSpec
                {
                    Hard = new Dictionary<string, ResourceQuantity>(StringComparer.Ordinal) { [QuotaEntry] = "0" },
                },
            }
        );

    private static T Mark<T>(T item)
        where T : KubernetesObject
    {
        Provenance.MarkShared(item);
        item.Metadata.Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Provenance.ToolVersion] = Provenance.Version,
        };
        return item;
    }
}
