namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Endpoints: the addresses behind a Service.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Endpoints : KubernetesObject
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Endpoints";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "endpoints";

    /// <summary>Makes an object of the default version.</summary>
    public V1Endpoints()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>Addresses by sets of ports.</summary>
    public IList<V1EndpointSubset>? Subsets { get; set; }
}

/// <summary>Addresses that serve the same ports.</summary>
public sealed class V1EndpointSubset : ModelPart
{
    /// <summary>The ready addresses.</summary>
    public IList<V1EndpointAddress>? Addresses { get; set; }

    /// <summary>The others.</summary>
    public IList<V1EndpointAddress>? NotReadyAddresses { get; set; }

    /// <summary>The ports.</summary>
    public IList<CoreV1EndpointPort>? Ports { get; set; }
}

/// <summary>One address.</summary>
public sealed class V1EndpointAddress : ModelPart
{
    /// <summary>The IP address.</summary>
    public string? Ip { get; set; }

    /// <summary>The host name.</summary>
    public string? Hostname { get; set; }

    /// <summary>The node.</summary>
    public string? NodeName { get; set; }

    /// <summary>The object behind it, usually a Pod.</summary>
    public V1ObjectReference? TargetRef { get; set; }
}

/// <summary>One port.</summary>
public sealed class CoreV1EndpointPort : ModelPart
{
    /// <summary>The name of the Service's port.</summary>
    public string? Name { get; set; }

    /// <summary>The number.</summary>
    public int? Port { get; set; }

    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The protocol above.</summary>
    public string? AppProtocol { get; set; }
}
