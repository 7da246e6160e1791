using System.Security.Cryptography;
using System.Text;
using SealosIstio.Migration.Conversion.Access;
using SealosIstio.Migration.Sealos;

namespace SealosIstio.Migration.Conversion;

/// <summary>
/// Names of what an Ingress becomes, so that Sealos' controllers and front ends adopt the objects instead of making their own:
/// App Launchpad and DevBox look for the Ingress's own name, the controllers for <c>name-vs</c> and <c>name-gateway</c>.
/// </summary>
internal static class ObjectNames
{
    private const int MaximumNameLength = 253;
    private const int MaximumLabelLength = 63;
    private const int HashLength = 8;

    /// <param name="ingress">The Ingress that gives the group its name.</param>
    /// <param name="firstHost">The group's first host when the name is taken by another group of the same Ingress.</param>
    public static string VirtualService(SealosIngress ingress, string? firstHost)
    {
        var name = IsNamedByApp(ingress) ? ingress.Name : ingress.Name + "-vs";
        return Shorten(firstHost is null ? name : $"{name}-{Hash(firstHost)}", MaximumNameLength);
    }

    /// <summary>A DNS label: Istio builds server names from it.</summary>
    /// <param name="ingress">The Ingress that gives the gateway its name.</param>
    /// <param name="qualifier">What sets the gateway apart from others of the Ingress, with its hyphen; empty for the usual one.</param>
    public static string Gateway(SealosIngress ingress, string qualifier)
    {
        var name = (IsNamedByApp(ingress) ? ingress.AppName : ingress.Name) + qualifier + "-gateway";
        return Shorten(
            name.Replace('.', '-'),
            MaximumLabelLength,
            mustHash: name.Contains('.', StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// The Secret's name in the gateway's namespace. A namespace has no dots, so the first dot parts it from the Secret and two
    /// tenants' Secrets never collide.
    /// </summary>
    public static string Credential(string namespaceName, string secret) =>
        Shorten($"{namespaceName}.{secret}", MaximumNameLength);

    /// <summary>
    /// The credential of a server. Istio finds the authority for clients' certificates beside it, under the same name with
    /// <c>-cacert</c>, so a server that asks for them has a credential of its own.
    /// </summary>
    public static string Credential(
        HostCertificate wanted,
        ClientCertificateDemand? client,
        ConversionOptions options
    ) =>
        client is not null
            ? Credential(
                wanted.Source.Namespace,
                $"{wanted.SecretName}-mutual-{Hash($"{client.Source.Namespace}/{client.SecretName}")}"
            )
        : wanted.Source.Namespace == options.GatewayNamespace ? wanted.SecretName!
        : Credential(wanted.Source.Namespace, wanted.SecretName!);

    /// <summary>The Secret in which Istio looks for the authority beside a credential (pilot/pkg/credentials/kube/secrets.go).</summary>
    public static string Authority(string credential) => credential + "-cacert";

    /// <summary>
    /// The policy of a VirtualService in the gateway's namespace, told apart by its action. The first dot parts the tenant's namespace from
    /// the rest, so two tenants' policies never collide.
    /// </summary>
    public static string Policy(string namespaceName, string virtualService, string action) =>
        Shorten($"{namespaceName}.{virtualService}-{action.ToLowerInvariant()}", MaximumNameLength);

    /// <summary>The name of a route: what the Ingress is called, cut to what fits into logs.</summary>
    public static string Route(IngressSource source, int number) => $"{source.Name}-{number}";

    private static bool IsNamedByApp(SealosIngress ingress) =>
        ingress.AppKind is AppKind.AppLaunchpad or AppKind.DevBox;

    private static string Shorten(string name, int length, bool mustHash = false) =>
        name.Length <= length && !mustHash
            ? name
            : $"{name[..Math.Min(name.Length, length - HashLength - 1)].TrimEnd('-', '.')}-{Hash(name)}";

    /// <summary>Eight hexadecimal digits that stand for a text.</summary>
    public static string Hash(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength].ToLowerInvariant();
}
