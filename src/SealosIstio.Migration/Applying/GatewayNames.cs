using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Applying;

/// <summary>The gateways that a VirtualService names, in one form.</summary>
internal static class GatewayNames
{
    private const string Mesh = "mesh";

    /// <summary>
    /// The gateways as <c>namespace/name</c>. A bare name means the VirtualService's own namespace; <c>name.namespace</c> is an
    /// old form that Istio still reads and that Sealos' controllers write. Sidecars (<c>mesh</c>) are left out.
    /// </summary>
    public static IEnumerable<string> Of(VirtualService virtualService)
    {
        foreach (var gateway in virtualService.Spec?.Gateways ?? [])
            if (gateway.Contains('/', StringComparison.Ordinal))
                yield return gateway;
            else if (gateway.Split('.') is [var name, var space, ..])
                yield return $"{space}/{name}";
            else if (gateway != Mesh)
                yield return $"{virtualService.Metadata.NamespaceProperty}/{gateway}";
    }
}
