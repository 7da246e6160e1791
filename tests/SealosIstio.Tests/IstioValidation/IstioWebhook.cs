using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Tests.IstioValidation;

/// <summary>
/// What istiod's validating webhook refuses: the rules of pkg/config/validation (Istio's main of August 2026), written down
/// once more for the fields that the model has. Warnings of the webhook are left out, refusals are not.
/// </summary>
internal static class IstioWebhook
{
    /// <summary>Every refusal, each as <c>field: what is wrong</c>; empty when the webhook lets the object pass.</summary>
    public static IReadOnlyList<string> Refusals(KubernetesObject item) =>
        [
            .. item switch
            {
                VirtualService service => VirtualServiceRules.Check(service),
                Gateway gateway => GatewayRules.Check(gateway),
                DestinationRule rule => DestinationRuleRules.Check(rule),
                AuthorizationPolicy policy => AuthorizationPolicyRules.Check(policy),
                EnvoyFilter filter => EnvoyFilterRules.Check(filter),
                ServiceEntry entry => ServiceEntryRules.Check(entry),
                _ => [],
            },
        ];

    /// <summary>Fails when the webhook refuses one of the objects; the message lists all refusals.</summary>
    public static void AssertTaken(IEnumerable<KubernetesObject> objects)
    {
        var refusals = objects.SelectMany(item => Refusals(item).Select(refusal => $"{item} {refusal}")).ToList();
        Assert.True(refusals.Count == 0, string.Join('\n', refusals));
    }
}
