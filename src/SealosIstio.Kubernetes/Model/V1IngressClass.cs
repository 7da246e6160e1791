using System.Text.Json.Serialization;

namespace SealosIstio.Kubernetes.Model;

/// <summary>networking.k8s.io/v1 IngressClass: names the controller behind a class.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1IngressClass : KubernetesObject, ISpec<V1IngressClassSpec>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "networking.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "IngressClass";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "ingressclasses";

    /// <summary>Makes an object of the default version.</summary>
    public V1IngressClass()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1IngressClassSpec? Spec { get; set; }
}

/// <summary>The controller of a class.</summary>
public sealed class V1IngressClassSpec : ModelPart
{
    /// <summary>The controller's id, such as <c>k8s.io/ingress-nginx</c>.</summary>
    public string? Controller { get; set; }

    /// <summary>Settings of the controller for this class.</summary>
    public V1IngressClassParametersReference? Parameters { get; set; }
}

/// <summary>Names an object with settings of a controller.</summary>
public sealed class V1IngressClassParametersReference : ModelPart
{
    /// <summary>The API group; null for the core group.</summary>
    public string? ApiGroup { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>The namespace; only with scope <c>Namespace</c>.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary><c>Cluster</c> (default) or <c>Namespace</c>.</summary>
    public string? Scope { get; set; }
}
