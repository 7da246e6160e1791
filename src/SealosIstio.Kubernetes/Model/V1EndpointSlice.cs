namespace SealosIstio.Kubernetes.Model;

/// <summary>discovery.k8s.io/v1 EndpointSlice: some of the endpoints of a Service.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1EndpointSlice : KubernetesObject
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "discovery.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "EndpointSlice";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "endpointslices";

    /// <summary>Makes an object of the default version.</summary>
    public V1EndpointSlice()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary><c>IPv4</c>, <c>IPv6</c> or <c>FQDN</c>.</summary>
    public string? AddressType { get; set; }

    /// <summary>The endpoints.</summary>
    public IList<V1Endpoint>? Endpoints { get; set; }

    /// <summary>The ports that every endpoint of the slice serves.</summary>
    public IList<DiscoveryV1EndpointPort>? Ports { get; set; }
}

/// <summary>One endpoint.</summary>
public sealed class V1Endpoint : ModelPart
{
    /// <summary>The addresses; consumers use the first.</summary>
    public IList<string>? Addresses { get; set; }

    /// <summary>Whether it takes traffic.</summary>
    public V1EndpointConditions? Conditions { get; set; }

    /// <summary>The endpoint's host name.</summary>
    public string? Hostname { get; set; }

    /// <summary>The object behind the endpoint, usually a Pod.</summary>
    public V1ObjectReference? TargetRef { get; set; }

    /// <summary>The node that runs it.</summary>
    public string? NodeName { get; set; }

    /// <summary>The zone of the node.</summary>
    public string? Zone { get; set; }
}

/// <summary>The state of an endpoint.</summary>
public sealed class V1EndpointConditions : ModelPart
{
    /// <summary>Whether it takes new traffic; null counts as true.</summary>
    public bool? Ready { get; set; }

    /// <summary>Like ready, also during termination.</summary>
    public bool? Serving { get; set; }

    /// <summary>Whether it is going away.</summary>
    public bool? Terminating { get; set; }
}

/// <summary>One port of an EndpointSlice.</summary>
public sealed class DiscoveryV1EndpointPort : ModelPart
{
    /// <summary>The name of the Service's port; empty for the only one.</summary>
    public string? Name { get; set; }

    /// <summary><c>TCP</c> (default), <c>UDP</c> or <c>SCTP</c>.</summary>
    public string? Protocol { get; set; }

    /// <summary>The port at the endpoint.</summary>
    public int? Port { get; set; }

    /// <summary>The protocol above.</summary>
    public string? AppProtocol { get; set; }
}
