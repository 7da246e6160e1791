using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Findings;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Converts Ingresses of ingress-nginx into Gateways, VirtualServices and what they need. Pure: reads the snapshot, changes
/// nothing, never throws for what an Ingress says; that is a finding.
/// </summary>
public static class IngressConverter
{
    /// <summary>
    /// Converts a set of Ingresses. All Ingresses that share hosts must be in the set: nginx decides over all of them together.
    /// </summary>
    /// <param name="ingresses">The Ingresses, of any class and namespace.</param>
    /// <param name="snapshot">What else is known of the cluster.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static ConversionResult Convert(
        IEnumerable<SealosIngress> ingresses,
        ClusterSnapshot snapshot,
        ConversionOptions? options = null,
        CancellationToken cancellationToken = default
    ) => new ConversionRun(snapshot, options ?? new ConversionOptions()).Convert(ingresses, cancellationToken);
}
