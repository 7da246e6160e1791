using SealosIstio.Kubernetes.Istio;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Conversion.Envoy;

/// <summary>
/// An EnvoyFilter for the gateway's pods. What it says follows from its name alone, so that every run that needs it writes the same
/// one, and a run that doesn't need it leaves it alone.
/// </summary>
/// <param name="Name">The object's name.</param>
/// <param name="Patches">What it changes.</param>
internal sealed record GatewayFilter(string Name, IReadOnlyList<EnvoyConfigObjectPatch> Patches)
{
    /// <summary>The object, in the namespace of the gateway's pods and for them alone.</summary>
    public EnvoyFilter Build(ConversionOptions options) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = Name,
                NamespaceProperty = options.GatewayNamespace,
                Labels = new Dictionary<string, string> { [Provenance.ManagedByLabel] = Provenance.ManagedBy },
            },
            Spec = new EnvoyFilterSpec
            {
                WorkloadSelector = new WorkloadSelector
                {
                    Labels = new Dictionary<string, string>(options.GatewaySelector),
                },
                ConfigPatches = [.. Patches],
            },
        };
}
