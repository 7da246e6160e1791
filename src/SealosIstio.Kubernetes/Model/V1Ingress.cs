namespace SealosIstio.Kubernetes.Model;

/// <summary>networking.k8s.io/v1 Ingress: routes HTTP requests from outside to Services.</summary>
[KubernetesEntity(Group = KubeGroup, ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Ingress : KubernetesObject, ISpec<V1IngressSpec>, IStatus<V1IngressStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Ingress";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "ingresses";

    /// <summary>Makes an object of the default version.</summary>
    public V1Ingress()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1IngressSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1IngressStatus? Status { get; set; }
}

/// <summary>What an Ingress asks for.</summary>
public sealed class V1IngressSpec : ModelPart
{
    /// <summary>The class whose controller serves the Ingress; it wins over the older annotation.</summary>
    public string? IngressClassName { get; set; }

    /// <summary>Takes the requests that no rule takes.</summary>
    public V1IngressBackend? DefaultBackend { get; set; }

    /// <summary>The hosts served over TLS and their certificates.</summary>
    public IList<V1IngressTLS>? Tls { get; set; }

    /// <summary>The hosts and paths.</summary>
    public IList<V1IngressRule>? Rules { get; set; }
}

/// <summary>Hosts that share one certificate.</summary>
public sealed class V1IngressTLS : ModelPart
{
    /// <summary>The hosts; wildcards cover one label.</summary>
    public IList<string>? Hosts { get; set; }

    /// <summary>The Secret of type <c>kubernetes.io/tls</c> in the Ingress' namespace; null leaves the choice to the controller.</summary>
    public string? SecretName { get; set; }
}

/// <summary>Where an Ingress can be reached.</summary>
public sealed class V1IngressStatus : ModelPart
{
    /// <summary>The addresses that the controller published.</summary>
    public V1IngressLoadBalancerStatus? LoadBalancer { get; set; }
}

/// <summary>The addresses of a load balancer.</summary>
public sealed class V1IngressLoadBalancerStatus : ModelPart
{
    /// <summary>One entry per address.</summary>
    public IList<V1IngressLoadBalancerIngress>? Ingress { get; set; }
}

/// <summary>One address of a load balancer.</summary>
public sealed class V1IngressLoadBalancerIngress : ModelPart
{
    /// <summary>The IP address.</summary>
    public string? Ip { get; set; }

    /// <summary>The DNS name.</summary>
    public string? Hostname { get; set; }
}
