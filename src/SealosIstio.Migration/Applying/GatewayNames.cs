using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Applying;

/// <summary>The names of Gateways, in one form.</summary>
public static class GatewayNames
{
    private const string Mesh = "mesh";

    /// <summary>
    /// The name as <c>namespace/name</c>. <c>name.namespace</c> is an old form that Istio still reads and that Sealos'
    /// controllers write.
    /// </summary>
    /// <param name="name">The name in any form.</param>
    /// <param name="defaultNamespace">What a bare name means.</param>
    public static string Normalize(string name, string defaultNamespace)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return name;
        return name.Split('.') is [var gateway, var space, ..] ? $"{space}/{gateway}" : $"{defaultNamespace}/{name}";
    }

    /// <summary>The Gateways that a VirtualService names; sidecars (<c>mesh</c>) are left out.</summary>
    public static IEnumerable<string> Of(VirtualService virtualService) =>
        (virtualService.Spec?.Gateways ?? [])
            .Where(name => name != Mesh)
            .Select(name => Normalize(name, virtualService.Metadata.NamespaceProperty ?? "default"));
}
