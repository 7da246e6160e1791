using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Istio;

/// <summary>networking.istio.io ServiceEntry: adds a service to Istio's registry.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class ServiceEntry : KubernetesObject, ISpec<ServiceEntrySpec>, IStatus<IstioStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.istio.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1beta1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ServiceEntry";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "serviceentries";

    /// <summary>Makes an object of the default version.</summary>
    public ServiceEntry()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public ServiceEntrySpec? Spec { get; set; }

    /// <inheritdoc/>
    public IstioStatus? Status { get; set; }
}

/// <summary>What a ServiceEntry asks for.</summary>
public sealed class ServiceEntrySpec : ModelPart
{
    /// <summary>The names.</summary>
    public IList<string>? Hosts { get; set; }

    /// <summary>The virtual addresses.</summary>
    public IList<string>? Addresses { get; set; }

    /// <summary>The ports.</summary>
    public IList<ServiceEntryPort>? Ports { get; set; }

    /// <summary><c>MESH_EXTERNAL</c> or <c>MESH_INTERNAL</c>.</summary>
    public string? Location { get; set; }

    /// <summary><c>NONE</c>, <c>STATIC</c>, <c>DNS</c> or <c>DNS_ROUND_ROBIN</c>.</summary>
    public string? Resolution { get; set; }

    /// <summary>The endpoints.</summary>
    public IList<WorkloadEntry>? Endpoints { get; set; }

    /// <summary>The endpoints by label.</summary>
    public WorkloadSelector? WorkloadSelector { get; set; }

    /// <summary>The namespaces that see it.</summary>
    public IList<string>? ExportTo { get; set; }

    /// <summary>The names that the server's certificate may carry.</summary>
    public IList<string>? SubjectAltNames { get; set; }
}

/// <summary>A port of a ServiceEntry.</summary>
public sealed class ServiceEntryPort : ModelPart
{
    /// <summary>The number.</summary>
    public int? Number { get; set; }

    /// <summary><c>HTTP</c>, <c>HTTPS</c>, <c>GRPC</c>, <c>HTTP2</c>, <c>MONGO</c>, <c>TCP</c> or <c>TLS</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The port at the endpoints.</summary>
    public int? TargetPort { get; set; }
}

/// <summary>One endpoint.</summary>
public sealed class WorkloadEntry : ModelPart
{
    /// <summary>An address or a DNS name.</summary>
    public string? Address { get; set; }

    /// <summary>The endpoint's ports by the name of the service's port.</summary>
    public IDictionary<string, int>? Ports { get; set; }

    /// <summary>The labels.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>The network that it is part of.</summary>
    public string? Network { get; set; }

    /// <summary>The locality.</summary>
    public string? Locality { get; set; }

    /// <summary>The weight.</summary>
    public int? Weight { get; set; }

    /// <summary>The service account.</summary>
    public string? ServiceAccount { get; set; }
}
