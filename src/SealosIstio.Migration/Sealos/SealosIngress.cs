using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Sealos;

/// <summary>An Ingress and what Sealos' conventions say of it. The object itself is never changed.</summary>
/// <param name="Ingress">The Ingress as the cluster has it.</param>
/// <param name="AppKind">Which part of Sealos made it.</param>
/// <param name="AppName">The application it belongs to; the Ingress's own name when nothing else is known.</param>
/// <param name="DomainClass">Whose domains it serves.</param>
/// <param name="IngressClass">The class in force: <c>spec.ingressClassName</c>, else the old annotation; null for none.</param>
/// <param name="MigrationState">Where it stands.</param>
public sealed record SealosIngress(
    V1Ingress Ingress,
    AppKind AppKind,
    string AppName,
    DomainClass DomainClass,
    string? IngressClass,
    MigrationState MigrationState
)
{
    /// <summary>The name of the Ingress.</summary>
    public string Name => Ingress.Metadata.Name ?? "";

    /// <summary>Its namespace.</summary>
    public string Namespace => Ingress.Metadata.NamespaceProperty ?? "default";

    /// <summary>The hosts of its rules, in order, without repetition.</summary>
    public IReadOnlyList<string> Hosts =>
        Ingress.Spec?.Rules is [{ Host: { Length: > 0 } only }]
            ? [only]
            :
            [
                .. (Ingress.Spec?.Rules ?? [])
                    .Select(rule => rule.Host)
                    .Where(host => !string.IsNullOrEmpty(host))
                    .Select(host => host!)
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ];

    /// <summary><c>Ingress namespace/name</c>.</summary>
    public override string ToString() => $"Ingress {Namespace}/{Name}";
}
