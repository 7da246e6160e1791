using System.Text.Json.Serialization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.CertManager;

/// <summary>cert-manager.io Certificate: a certificate kept in a Secret.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class Certificate : KubernetesObject, ISpec<CertificateSpec>, IStatus<CertificateStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "cert-manager.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Certificate";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "certificates";

    /// <summary>Makes an object of the default version.</summary>
    public Certificate()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public CertificateSpec? Spec { get; set; }

    /// <inheritdoc/>
    public CertificateStatus? Status { get; set; }
}

/// <summary>What a Certificate asks for.</summary>
public sealed class CertificateSpec : ModelPart
{
    /// <summary>The Secret, in the same namespace.</summary>
    public string? SecretName { get; set; }

    /// <summary>Labels and annotations of the Secret.</summary>
    public CertificateSecretTemplate? SecretTemplate { get; set; }

    /// <summary>The subject's common name.</summary>
    public string? CommonName { get; set; }

    /// <summary>The DNS names.</summary>
    public IList<string>? DnsNames { get; set; }

    /// <summary>The addresses.</summary>
    public IList<string>? IpAddresses { get; set; }

    /// <summary>The URIs.</summary>
    public IList<string>? Uris { get; set; }

    /// <summary>The e-mail addresses.</summary>
    public IList<string>? EmailAddresses { get; set; }

    /// <summary>The lifetime, a duration.</summary>
    public string? Duration { get; set; }

    /// <summary>How long before the end it is renewed, a duration.</summary>
    public string? RenewBefore { get; set; }

    /// <summary>The issuer.</summary>
    public ObjectReference? IssuerRef { get; set; }

    /// <summary>The key's algorithm and rotation.</summary>
    public CertificatePrivateKey? PrivateKey { get; set; }

    /// <summary>The key usages.</summary>
    public IList<string>? Usages { get; set; }

    /// <summary>Whether it is an authority.</summary>
    [JsonPropertyName("isCA")]
    public bool? IsCA { get; set; }

    /// <summary>How many requests are kept.</summary>
    public int? RevisionHistoryLimit { get; set; }
}

/// <summary>Labels and annotations of a Certificate's Secret.</summary>
public sealed class CertificateSecretTemplate : ModelPart
{
    /// <summary>The annotations.</summary>
    public IDictionary<string, string>? Annotations { get; set; }

    /// <summary>The labels.</summary>
    public IDictionary<string, string>? Labels { get; set; }
}

/// <summary>The key of a Certificate.</summary>
public sealed class CertificatePrivateKey : ModelPart
{
    /// <summary><c>Never</c> or <c>Always</c>.</summary>
    public string? RotationPolicy { get; set; }

    /// <summary><c>PKCS1</c> or <c>PKCS8</c>.</summary>
    public string? Encoding { get; set; }

    /// <summary><c>RSA</c>, <c>ECDSA</c> or <c>Ed25519</c>.</summary>
    public string? Algorithm { get; set; }

    /// <summary>The size in bits.</summary>
    public int? Size { get; set; }
}

/// <summary>Names an issuer.</summary>
public sealed class ObjectReference : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary><c>Issuer</c> (default) or <c>ClusterIssuer</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>The API group. Default cert-manager.io.</summary>
    public string? Group { get; set; }
}

/// <summary>The state of a Certificate.</summary>
public sealed class CertificateStatus : ModelPart
{
    /// <summary>The conditions; <c>Ready</c> is what counts.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>The start of validity, RFC 3339.</summary>
    public string? NotBefore { get; set; }

    /// <summary>The end of validity, RFC 3339.</summary>
    public string? NotAfter { get; set; }

    /// <summary>When it will be renewed, RFC 3339.</summary>
    public string? RenewalTime { get; set; }

    /// <summary>How often it was issued.</summary>
    public int? Revision { get; set; }
}
