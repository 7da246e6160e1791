namespace SealosIstio.Kubernetes.Model;

/// <summary>core/v1 Secret: confidential data.</summary>
[KubernetesEntity(ApiVersion = KubeApiVersion, Kind = KubeKind, PluralName = KubePluralName)]
public sealed class V1Secret : KubernetesObject
{
    /// <summary>The API group: the core group, whose name is empty.</summary>
    public const string KubeGroup = "";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "Secret";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "secrets";

    /// <summary>Makes an object of the default version.</summary>
    public V1Secret()
    {
        ApiVersion = KubeApiVersion;
        Kind = KubeKind;
    }

    /// <summary>Whether the data can no longer be changed.</summary>
    public bool? Immutable { get; set; }

    /// <summary>The shape of the data, such as <c>Opaque</c> or <c>kubernetes.io/tls</c>.</summary>
    public string? Type { get; set; }

    /// <summary>The data, decoded; base64 in documents.</summary>
    public IDictionary<string, byte[]>? Data { get; set; }

    /// <summary>Data given as text; the server moves it to <see cref="Data"/> and never returns it.</summary>
    public IDictionary<string, string>? StringData { get; set; }
}
