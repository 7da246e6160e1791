using System.Globalization;
using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Migration.Platform;

/// <summary>How far a Certificate is.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
/// <param name="IsReady">Whether the certificate for what the object asks now lies in its Secret.</param>
/// <param name="SecretName">The Secret.</param>
/// <param name="DnsNames">The names.</param>
/// <param name="Issuer">The issuer, as <c>Kind/name</c>.</param>
/// <param name="NotAfter">The end of validity; null when nothing was issued yet.</param>
/// <param name="Reason">The condition's reason, for programs; null when cert-manager has said nothing yet.</param>
/// <param name="Message">The condition's message; null when cert-manager has said nothing yet.</param>
public sealed record CertificateReadiness(
    string Namespace,
    string Name,
    bool IsReady,
    string? SecretName,
    IReadOnlyList<string> DnsNames,
    string Issuer,
    DateTimeOffset? NotAfter,
    string? Reason,
    string? Message
)
{
    /// <summary>Reads the state off a Certificate.</summary>
    public static CertificateReadiness Of(Certificate certificate)
    {
        var condition = certificate.Status?.Conditions?.FirstOrDefault(each => each.Type == "Ready");
        // A condition of an older generation speaks of names that were asked for before.
        var isCurrent = condition?.ObservedGeneration is not { } seen || seen >= (certificate.Metadata.Generation ?? 0);
        return new CertificateReadiness(
            certificate.Metadata.NamespaceProperty ?? "",
            certificate.Metadata.Name ?? "",
            condition?.Status == "True" && isCurrent,
            certificate.Spec?.SecretName,
            [.. certificate.Spec?.DnsNames ?? []],
            $"{certificate.Spec?.IssuerRef?.Kind ?? Kubernetes.CertManager.Issuer.KubeKind}/{certificate.Spec?.IssuerRef?.Name}",
            DateTimeOffset.TryParse(
                certificate.Status?.NotAfter,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var end
            )
                ? end
                : null,
            condition?.Reason,
            condition?.Message
        );
    }

    /// <summary><c>namespace/name ready</c> or <c>namespace/name not ready</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name} {(IsReady ? "ready" : "not ready")}";
}
