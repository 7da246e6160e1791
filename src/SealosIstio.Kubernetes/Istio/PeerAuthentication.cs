using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>security.istio.io PeerAuthentication: mutual TLS between workloads.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class PeerAuthentication : KubernetesObject, ISpec<PeerAuthenticationSpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "security.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "PeerAuthentication";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "peerauthentications";

    /// <summary>Makes an object of the default version.</summary>
    public PeerAuthentication()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public PeerAuthenticationSpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a PeerAuthentication asks for.</summary>
public sealed class PeerAuthenticationSpec : ModelPart
{
    /// <summary>The workloads; null means the whole namespace.</summary>
    public WorkloadSelector? Selector { get; set; }

    /// <summary>The mode.</summary>
    public PeerAuthenticationMutualTls? Mtls { get; set; }

    /// <summary>The mode by port number.</summary>
    public IDictionary<string, PeerAuthenticationMutualTls>? PortLevelMtls { get; set; }
}

/// <summary>Mutual TLS.</summary>
public sealed class PeerAuthenticationMutualTls : ModelPart
{
    /// <summary><c>UNSET</c>, <c>DISABLE</c>, <c>PERMISSIVE</c> or <c>STRICT</c>.</summary>
    public string? Mode { get; set; }
}
