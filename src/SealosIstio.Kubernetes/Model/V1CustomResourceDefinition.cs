using System.Text.Json;

namespace SealosIstio.Kubernetes.Model;

/// <summary>apiextensions/v1 CustomResourceDefinition: adds a kind to the server.</summary>
[KubernetesEntity(
    Group = KubeGroup,
    ApiVersion = KubeApiVersion,
    Kind = KubeKind,
    PluralName = KubePluralName,
    Namespaced = false
)]
public sealed class V1CustomResourceDefinition
    : KubernetesObject,
        ISpec<V1CustomResourceDefinitionSpec>,
        IStatus<V1CustomResourceDefinitionStatus>
{
    /// <summary>The API group.</summary>
    public const string KubeGroup = "apiextensions.k8s.io";

    /// <summary>The default version.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>The kind.</summary>
    public const string KubeKind = "CustomResourceDefinition";

    /// <summary>The name in URLs.</summary>
    public const string KubePluralName = "customresourcedefinitions";

    /// <summary>Makes an object of the default version.</summary>
    public V1CustomResourceDefinition()
    {
        ApiVersion = KubeGroup + "/" + KubeApiVersion;
        Kind = KubeKind;
    }

    /// <inheritdoc/>
    public V1CustomResourceDefinitionSpec? Spec { get; set; }

    /// <inheritdoc/>
    public V1CustomResourceDefinitionStatus? Status { get; set; }
}

/// <summary>The kind that a CustomResourceDefinition adds.</summary>
public sealed class V1CustomResourceDefinitionSpec : ModelPart
{
    /// <summary>The API group.</summary>
    public string? Group { get; set; }

    /// <summary>The names.</summary>
    public V1CustomResourceDefinitionNames? Names { get; set; }

    /// <summary><c>Namespaced</c> or <c>Cluster</c>.</summary>
    public string? Scope { get; set; }

    /// <summary>The versions.</summary>
    public IList<V1CustomResourceDefinitionVersion>? Versions { get; set; }

    /// <summary>How versions are converted.</summary>
    public JsonElement? Conversion { get; set; }

    /// <summary>Whether unknown fields are kept.</summary>
    public bool? PreserveUnknownFields { get; set; }
}

/// <summary>The names of a kind.</summary>
public sealed class V1CustomResourceDefinitionNames : ModelPart
{
    /// <summary>The name in URLs.</summary>
    public string? Plural { get; set; }

    /// <summary>The singular.</summary>
    public string? Singular { get; set; }

    /// <summary>The kind.</summary>
    public string? Kind { get; set; }

    /// <summary>The kind of lists.</summary>
    public string? ListKind { get; set; }

    /// <summary>Short names.</summary>
    public IList<string>? ShortNames { get; set; }

    /// <summary>Groups such as <c>all</c>.</summary>
    public IList<string>? Categories { get; set; }
}

/// <summary>One version of a kind.</summary>
public sealed class V1CustomResourceDefinitionVersion : ModelPart
{
    /// <summary>The version.</summary>
    public string? Name { get; set; }

    /// <summary>Whether it can be used.</summary>
    public bool? Served { get; set; }

    /// <summary>Whether it is the stored one.</summary>
    public bool? Storage { get; set; }

    /// <summary>Whether its use is warned of.</summary>
    public bool? Deprecated { get; set; }

    /// <summary>The OpenAPI v3 schema.</summary>
    public JsonElement? Schema { get; set; }

    /// <summary>Status and scale.</summary>
    public JsonElement? Subresources { get; set; }

    /// <summary>Columns of tables.</summary>
    public JsonElement? AdditionalPrinterColumns { get; set; }
}

/// <summary>The state of a CustomResourceDefinition.</summary>
public sealed class V1CustomResourceDefinitionStatus : ModelPart
{
    /// <summary>The conditions; <c>Established</c> is what counts.</summary>
    public IList<V1Condition>? Conditions { get; set; }

    /// <summary>The names in force.</summary>
    public V1CustomResourceDefinitionNames? AcceptedNames { get; set; }

    /// <summary>The versions in which objects were ever stored.</summary>
    public IList<string>? StoredVersions { get; set; }
}
