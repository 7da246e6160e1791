using System.Text.Json;
using System.Text.Json.Serialization;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.CertManager;

/// <summary>cert-manager.io Issuer: issues certificates within one namespace.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class Issuer : KubernetesObject, ISpec<IssuerSpec>, IStatus<IssuerStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "cert-manager.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Issuer";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "issuers";

    /// <summary>Makes an object of the default version.</summary>
    public Issuer()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public IssuerSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IssuerStatus? Status { get; set; }
}

/// <summary>cert-manager.io ClusterIssuer: issues certificates for every namespace.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class ClusterIssuer : KubernetesObject, ISpec<IssuerSpec>, IStatus<IssuerStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "cert-manager.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ClusterIssuer";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "clusterissuers";

    /// <summary>Makes an object of the default version.</summary>
    public ClusterIssuer()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public IssuerSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IssuerStatus? Status { get; set; }
}

/// <summary>How an issuer issues: one of these.</summary>
public sealed class IssuerSpec : ModelPart
{
    /// <summary>By ACME, such as Let's Encrypt.</summary>
    public AcmeIssuer? Acme { get; set; }

    /// <summary>By an authority in a Secret.</summary>
    public CaIssuer? Ca { get; set; }

    /// <summary>Each certificate signs itself.</summary>
    public JsonElement? SelfSigned { get; set; }

    /// <summary>By Vault.</summary>
    public JsonElement? Vault { get; set; }

    /// <summary>By Venafi.</summary>
    public JsonElement? Venafi { get; set; }
}

/// <summary>An ACME account.</summary>
public sealed class AcmeIssuer : ModelPart
{
    /// <summary>The account's address.</summary>
    public string? Email { get; set; }

    /// <summary>The directory's URL.</summary>
    public string? Server { get; set; }

    /// <summary>The wanted chain.</summary>
    public string? PreferredChain { get; set; }

    /// <summary>The authorities that the server is verified with, base64.</summary>
    public string? CaBundle { get; set; }

    /// <summary>Whether the server goes unverified.</summary>
    public bool? SkipTLSVerify { get; set; }

    /// <summary>The account's key.</summary>
    public SecretKeySelector? PrivateKeySecretRef { get; set; }

    /// <summary>How challenges are solved.</summary>
    public IList<AcmeSolver>? Solvers { get; set; }
}

/// <summary>A key of a Secret.</summary>
public sealed class SecretKeySelector : ModelPart
{
    /// <summary>The Secret.</summary>
    public string? Name { get; set; }

    /// <summary>The key.</summary>
    public string? Key { get; set; }
}

/// <summary>How challenges are solved.</summary>
public sealed class AcmeSolver : ModelPart
{
    /// <summary>The names that the solver is for.</summary>
    public JsonElement? Selector { get; set; }

    /// <summary>By HTTP.</summary>
    public AcmeHttp01Solver? Http01 { get; set; }

    /// <summary>By DNS.</summary>
    public JsonElement? Dns01 { get; set; }
}

/// <summary>HTTP challenges: one of these.</summary>
public sealed class AcmeHttp01Solver : ModelPart
{
    /// <summary>By an Ingress.</summary>
    public AcmeIngressSolver? Ingress { get; set; }

    /// <summary>By a route of the Gateway API.</summary>
    [JsonPropertyName("gatewayHTTPRoute")]
    public JsonElement? GatewayHTTPRoute { get; set; }
}

/// <summary>HTTP challenges by an Ingress.</summary>
public sealed class AcmeIngressSolver : ModelPart
{
    /// <summary>The class.</summary>
    public string? IngressClassName { get; set; }

    /// <summary>The class, as an annotation.</summary>
    public string? Class { get; set; }

    /// <summary>An existing Ingress to change.</summary>
    public string? Name { get; set; }

    /// <summary>The type of the solver's Service.</summary>
    public string? ServiceType { get; set; }

    /// <summary>Changes of the solver's Pod.</summary>
    public JsonElement? PodTemplate { get; set; }

    /// <summary>Changes of the solver's Ingress.</summary>
    public JsonElement? IngressTemplate { get; set; }
}

/// <summary>An authority in a Secret.</summary>
public sealed class CaIssuer : ModelPart
{
    /// <summary>The Secret.</summary>
    public string? SecretName { get; set; }
}

/// <summary>The state of an issuer.</summary>
public sealed class IssuerStatus : ModelPart
{
    /// <summary>The conditions; <c>Ready</c> is what counts.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
