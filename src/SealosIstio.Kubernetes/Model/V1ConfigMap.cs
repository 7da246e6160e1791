namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 ConfigMap: settings.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1ConfigMap : KubernetesObject
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "ConfigMap";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "configmaps";

    /// <summary>Makes an object of the default version.</summary>
    public V1ConfigMap()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>Whether the data can no longer be changed.</summary>
    public bool? Immutable { get; set; }

    /// <summary>The settings as text.</summary>
    public IDictionary<string, string>? Data { get; set; }

    /// <summary>Settings that aren't UTF-8, decoded; base64 in documents.</summary>
    public IDictionary<string, byte[]>? BinaryData { get; set; }
}
