namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 ServiceAccount: the identity of Pods.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1ServiceAccount : KubernetesObject
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ServiceAccount";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "serviceaccounts";

    /// <summary>Makes an object of the default version.</summary>
    public V1ServiceAccount()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>The Secrets that its Pods may use.</summary>
    public IList<V1ObjectReference>? Secrets { get; set; }

    /// <summary>The Secrets for pulling images.</summary>
    public IList<V1LocalObjectReference>? ImagePullSecrets { get; set; }

    /// <summary>Whether Pods get a token. Default true.</summary>
    public bool? AutomountServiceAccountToken { get; set; }
}

/// <summary>Names an object of a known kind in the same namespace.</summary>
public sealed class V1LocalObjectReference : ModelPart
{
    /// <summary>The name.</summary>
    public string? Name { get; set; }
}
