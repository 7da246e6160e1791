using SealosIstio.Kubernetes.CertManager;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Migration.Resources;
using SealosIstio.Migration.Tenancy;

namespace SealosIstio.Migration.Platform;

/// <summary>What a Certificate for the gateway asks for.</summary>
public sealed record GatewayCertificateSettings
{
    /// <summary>The name of the Certificate. Default <c>wildcard-cert</c>.</summary>
    public string Name { get; init; } = "wildcard-cert";

    /// <summary>The namespace: that of the gateway's pods, the only one from which Istio reads it. Default <c>istio-system</c>.</summary>
    public string Namespace { get; init; } = "istio-system";

    /// <summary>The Secret. Default: the Certificate's name.</summary>
    public string? SecretName { get; init; }

    /// <summary>The names, at least one. A wildcard doesn't stand for the domain itself: name both.</summary>
    public required IReadOnlyList<string> DnsNames { get; init; }

    /// <summary>The issuer. Default <c>letsencrypt-prod</c>.</summary>
    public string IssuerName { get; init; } = "letsencrypt-prod";

    /// <summary>The issuer's kind. Default <see cref="IssuerScope.ClusterIssuer"/>.</summary>
    public IssuerScope IssuerScope { get; init; } = IssuerScope.ClusterIssuer;
}

/// <summary>Makes cert-manager's Certificates for the gateway.</summary>
public static class GatewayCertificate
{
    /// <summary>Makes a Certificate. Touches no cluster.</summary>
    /// <param name="settings">What it asks for.</param>
    /// <param name="issuer">
    /// The issuer itself, if it is at hand: the Certificate refers to it instead of the one that the settings name, and what it can't
    /// prove is refused.
    /// </param>
    /// <exception cref="ResourceException">A value can't be right, or the issuer can't prove one of the names.</exception>
    public static Certificate Build(GatewayCertificateSettings settings, KubernetesObject? issuer = null)
    {
        var certificate = new Certificate
        {
            Metadata = new V1ObjectMeta { Name = settings.Name, NamespaceProperty = settings.Namespace },
            Spec = new CertificateSpec
            {
                SecretName = settings.SecretName ?? settings.Name,
                DnsNames = [.. settings.DnsNames],
                IssuerRef = new ObjectReference
                {
                    Name = issuer?.Metadata.Name ?? settings.IssuerName,
                    Kind = issuer?.Kind ?? settings.IssuerScope.ToString(),
                },
            },
        };
        var identity = ResourceIdentity.Of(certificate);
        CertificateNames.RequireObjectName(identity, "metadata.name", settings.Name);
        CertificateNames.RequireObjectName(identity, "spec.secretName", certificate.Spec.SecretName!);
        CertificateNames.RequireHosts(identity, "spec.dnsNames", settings.DnsNames);
        if (settings.DnsNames.Count == 0)
            throw CertificateNames.Invalid(identity, "spec.dnsNames", "", "at least one DNS name");
        if (issuer is not null)
            CheckIssuer(identity, settings, issuer);
        return TenantMarks.MarkManaged(certificate);
    }

    private static void CheckIssuer(
        ResourceIdentity identity,
        GatewayCertificateSettings settings,
        KubernetesObject issuer
    )
    {
        if (issuer is not (Issuer or ClusterIssuer))
            throw new ResourceException(
                ResourceProblem.KindNotAccepted,
                ResourceIdentity.Of(issuer),
                $"{issuer} is no issuer of certificates.",
                "Give an Issuer or a ClusterIssuer, such as New-IstioCertificateIssuer makes."
            );
        if (issuer is Issuer && issuer.Metadata.NamespaceProperty != settings.Namespace)
            throw CertificateNames.Invalid(
                identity,
                "spec.issuerRef",
                issuer.ToString()!,
                $"a ClusterIssuer, or an Issuer in the Certificate's namespace {settings.Namespace}"
            );
        foreach (var name in settings.DnsNames)
            AcmeSolvers.RefuseUnprovable(issuer, name);
    }
}
