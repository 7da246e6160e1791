namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Namespace.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName, Namespaced = false)]
public sealed class V1Namespace : KubernetesObject, ISpec<V1NamespaceSpec>, IStatus<V1NamespaceStatus>
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Namespace";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "namespaces";

    /// <summary>Makes an object of the default version.</summary>
    public V1Namespace()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1NamespaceSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1NamespaceStatus? Status { get; set; }
}

/// <summary>What a Namespace asks for.</summary>
public sealed class V1NamespaceSpec : ModelPart
{
    /// <summary>What must be cleaned up before the Namespace goes.</summary>
    public IList<string>? Finalizers { get; set; }
}

/// <summary>The state of a Namespace.</summary>
public sealed class V1NamespaceStatus : ModelPart
{
    /// <summary><c>Active</c> or <c>Terminating</c>.</summary>
    public string? Phase { get; set; }

    /// <summary>What holds up a deletion.</summary>
    public IList<V1Condition>? Conditions { get; set; }
}
